/**
 * What the operations drawn for a super-net would cost: for each edge the mean of the logarithms of its parameters, its
 * operations and its memory traffic, each weighted over the operations by the weights drawn; summed over edges, averaged
 * over the cells of a kind. The logarithm makes the weights of a penalty alike in small and large networks.
 * Source: Xie et al. 2019, section 2.4, and SNAS-Series/SNAS-Series@9a43adb (`--method reparametrization --log_penalty`).
 */
import { log } from '../../schemas/exact-math.ts';
import { type CellKind, cellKinds } from '../space/darts-cnn/genotype.ts';
import type { EdgeMaps } from '../space/darts-cnn/layer-counts.ts';
import { type CellLayout, edgeMaps, layOut, type NetworkShape } from '../space/darts-cnn/layout.ts';
import { convolutionOf, edges, operations } from '../space/darts-cnn/operations.ts';
import type { KindValues } from './architecture-parameters.ts';

export interface OperationCost {
  /** Weights of convolutions. */
  readonly size: number;
  /** Multiply-adds; nine an output of a pool. */
  readonly operations: number;
  /** Numbers read and written. */
  readonly traffic: number;
}

const free: OperationCost = { size: 0, operations: 0, traffic: 0 };

/** @throws TypeError for an operation that the space lacks */
export function operationCost(name: string, { channels, height, width, stride }: EdgeMaps): OperationCost {
  const pixels = height * width;
  const conv = convolutionOf(name);
  if (conv) {
    const once = channels * conv.kernel ** 2 + channels ** 2;
    const twice = conv.kind === 'separable';
    const size = twice ? 2 * once : once;
    // Maps read and written, in units of the output; a stride of two reads four times as much at first.
    const maps = (twice ? 8 : 4) + (stride === 2 ? 3 : 0);
    return { size, operations: size * pixels, traffic: maps * channels * pixels + size };
  }
  switch (name) {
    case 'none':
      return free;
    case 'skip_connect': {
      if (stride === 1) return { ...free, traffic: 2 * channels * pixels };
      const size = channels ** 2;
      return { size, operations: size * pixels, traffic: 9 * channels * pixels + size };
    }
    case 'max_pool_3x3':
    case 'avg_pool_3x3':
      return {
        size: 0,
        operations: 9 * channels * pixels,
        traffic: (stride === 1 ? 2 : 5) * channels * pixels,
      };
    default:
      throw new TypeError(`Expected an operation of the space, got \`${name}\``);
  }
}

export interface ResourcePenalty {
  readonly value: number;
  /** Its derivatives by the weights, [14 edges, 8 operations] for each kind of cell. */
  readonly slopes: KindValues;
}

/** @param weights [14 edges, 8 operations] for each kind of cell, not negative */
export function resourcePenalty(shape: NetworkShape, weights: KindValues): ResourcePenalty {
  const cells = layOut(shape);
  const slopes = { normal: emptySlopes(), reduce: emptySlopes() };
  let value = 0;
  for (const kind of cellKinds) {
    const own = cells.filter(({ reduction }) => kindOf(reduction) === kind);
    for (const cell of own) value += addCell(cell, weights[kind], slopes[kind], 1 / own.length);
  }
  return { value, slopes };
}

const emptySlopes = (): Float32Array => new Float32Array(edges.length * operations.length);
const kindOf = (reduction: boolean): CellKind => (reduction ? 'reduce' : 'normal');
const resources = ['size', 'operations', 'traffic'] as const;

/** @returns the share of one cell; its slopes are added to `slopes` */
function addCell(cell: CellLayout, weights: Float32Array, slopes: Float32Array, share: number): number {
  let value = 0;
  edges.forEach(({ source }, edge) => {
    const costs = operations.map((name) => operationCost(name, edgeMaps(cell, source)));
    for (const resource of resources) {
      const at = edge * operations.length;
      const spent = costs.reduce((sum, cost, o) => sum + cost[resource] * (weights[at + o] ?? 0), 0);
      // Less than one of anything counts as one, and is no slope to descend.
      if (spent < 1) continue;
      value += (share * log(spent)) / resources.length;
      costs.forEach((cost, o) => {
        slopes[at + o] = (slopes[at + o] ?? 0) + (share * cost[resource]) / (resources.length * spent);
      });
    }
  });
  return value;
}
