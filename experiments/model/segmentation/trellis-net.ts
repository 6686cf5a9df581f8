/**
 * The network that holds all paths and all cells: a stem of two strided convolutions, the trellis, and at each stride of the last layer
 * a small pyramid whose scores are resized to the image and added up. It normalises by the minibatch. Source: Liu et al. 2019
 * (Auto-DeepLab), sections 3.2 and 4.1.
 */
import { reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import {
  addN,
  concatChannels,
  conv2d,
  globalAveragePool,
  linear,
  type Parameter,
  relu,
} from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import type { AutoDeepLabGenotype } from '../../space/auto-deeplab/genotype.ts';
import { mapsAt } from '../../space/auto-deeplab/plan-network.ts';
import { arrowsInto, levels, levelsOf, moves, strideOf } from '../../space/auto-deeplab/trellis.ts';
import { batchNorm } from '../layers.ts';
import { recomputed } from '../partial-recomputation.ts';
import { Weights } from '../weights.ts';
import { resizeBilinear, type Size } from './resize-bilinear.ts';
import { type ArrowRule, mixedArrows, pathArrows, runTrellis } from './run-trellis.ts';
import { type EdgeRule, makeTrellisCell, type TrellisCell } from './trellis-cell.ts';

export interface TrellisShape {
  /** F: channels of each operation at stride 4. */
  readonly filters: number;
  /** Of the first convolution of the stem; the second has twice as many. */
  readonly stemChannels: number;
  readonly blocks: number;
  readonly layers: number;
  readonly classes: number;
}

/** All of it, by weights; or one architecture with the weights that it shares. */
export type TrellisMode =
  | {
      readonly kind: 'mixed';
      /** [edges, 8]. */
      readonly operations: Tensor;
      /** [layers, 4, 3]. */
      readonly arrows: Tensor;
    }
  | { readonly kind: 'architecture'; readonly genotype: AutoDeepLabGenotype };

/** Passes that would keep more bytes than this for the way back compute their cells again there. */
const mostKeptBytes = 2e9;
/** Maps that an edge keeps for the way back when all its operations run, as in the super-net of DARTS. */
const mapsOfEdge = 20;

type Run = (x: Tensor) => Tensor;

export class TrellisNet {
  readonly #weights: Weights;
  readonly #shape: TrellisShape;
  readonly #stem: readonly Run[];
  /** By layer and level. */
  readonly #cells: readonly (readonly TrellisCell[])[];
  readonly #heads: readonly Run[];

  constructor(shape: TrellisShape, key: Key) {
    const weights = new Weights(key);
    const { stemChannels: c, blocks, filters, layers } = shape;
    this.#weights = weights;
    this.#shape = shape;
    this.#stem = [
      stridedConvolution(weights, 'stem.0', 3, c),
      stridedConvolution(weights, 'stem.1', c, 2 * c),
    ];
    const widthAt = (layer: number, level: number): number =>
      layer < 0 ? 2 * c : blocks * filters * 2 ** level;
    this.#cells = Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: levelsOf(layer) }, (_level, level) => {
        const into = arrowsInto(layer).filter(({ to }) => to === level);
        const hasOlder = layer === 1 ? level === 0 : layer > 1 && level < levelsOf(layer - 2);
        return makeTrellisCell(weights, {
          ...{ name: `layer_${layer}.level_${level}`, blocks, channels: filters * 2 ** level },
          arrows: new Map(into.map(({ from }) => [level - from, widthAt(layer - 1, from)])),
          older: hasOlder ? widthAt(layer - 2, level) : undefined,
        });
      }),
    );
    this.#heads = Array.from({ length: levelsOf(layers - 1) }, (_, level) =>
      pyramid(weights, `head_${level}`, level, widthAt(layers - 1, level), shape.classes),
    );
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Images [batch, height, width, 3] to scores [batch, height, width, classes]. Call inside `tidy`. */
  scores(images: Tensor, mode: TrellisMode): Tensor {
    const [batch = 0, height = 0, width = 0] = images.shape;
    const sizeAt = (level: number): Size => mapsAt({ height, width }, level, 0);
    const [rule, edges] = rulesOf(mode);
    const again =
      mode.kind === 'mixed' && batch * this.#keptBytes(sizeAt) > mostKeptBytes ? [mode.operations] : null;
    const stem = this.#stem.reduce((x, run) => run(x), images);
    const last = runTrellis(this.#shape.layers, stem, rule, ({ layer, from, to }, current, older) => {
      const cell = this.#cells[layer]?.[to];
      if (!cell) throw new Error('Internal error: the trellis has a node without a cell');
      const forward = (): Tensor => cell.run(to - from, current, older, sizeAt(to), edges);
      const inputs = [current, ...(older ? [older] : []), ...cell.weights];
      return tidy(() => (again ? recomputed(forward, [...inputs, ...again]) : forward()));
    });
    const scores = last.flatMap((x, level) => {
      const head = this.#heads[level];
      return x && head ? [resizeBilinear(head(x), { height, width })] : [];
    });
    return addN(scores);
  }

  dispose(): void {
    this.#weights.dispose();
  }

  /** Of one image, when all operations run. */
  #keptBytes(sizeAt: (level: number) => Size): number {
    const { blocks, filters, layers } = this.#shape;
    const edges = (blocks * (blocks + 3)) / 2;
    let bytes = 0;
    for (let layer = 0; layer < layers; layer += 1) {
      for (const { to } of arrowsInto(layer)) {
        const { height, width } = sizeAt(to);
        bytes += 4 * height * width * filters * 2 ** to * edges * mapsOfEdge;
      }
    }
    return bytes;
  }
}

function rulesOf(mode: TrellisMode): readonly [ArrowRule, EdgeRule] {
  if (mode.kind === 'mixed') return [mixedArrows(mode.arrows), { kind: 'mixed', weights: mode.operations }];
  const { path, cell } = mode.genotype;
  return [pathArrows(path), { kind: 'cell', cell }];
}

/** Number of arrow weights, those of arrows that do not exist included. */
export const arrowShape = (layers: number): readonly [number, number, number] => [
  layers,
  levels,
  moves.length,
];

function stridedConvolution(weights: Weights, name: string, from: number, to: number): Run {
  const filter = weights.convolution(`${name}.conv`, 3, from, to);
  const normalise = batchNorm(weights, `${name}.bn`, to, { affine: true, reluAfter: true });
  return (x) => normalise(conv2d(x, filter.value, { stride: 2, pad: 1 }), 'batch');
}

/** The simplified pyramid: a 1x1 convolution, an atrous one of rate 96 / stride, the mean of the image; then scores. */
function pyramid(weights: Weights, name: string, level: number, channels: number, classes: number): Run {
  const rate = 96 / strideOf(level);
  const point = branch(weights, `${name}.point`, 1, channels, 1);
  const atrous = branch(weights, `${name}.atrous`, 3, channels, rate);
  const mean = branch(weights, `${name}.mean`, 1, channels, 1);
  const { weight, bias } = weights.linear(`${name}.classifier`, 3 * channels, classes);
  return (x) => {
    const [batch = 0, height = 0, width = 0] = x.shape;
    const whole = mean(reshape(globalAveragePool(x), [batch, 1, 1, channels]));
    const all = concatChannels([point(x), atrous(x), resizeBilinear(whole, { height, width })]);
    const scores = linear(reshape(all, [batch * height * width, 3 * channels]), weight.value, bias.value);
    return reshape(scores, [batch, height, width, classes]);
  };
}

function branch(weights: Weights, name: string, kernel: number, channels: number, dilation: number): Run {
  const filter = weights.convolution(`${name}.conv`, kernel, channels, channels);
  const normalise = batchNorm(weights, `${name}.bn`, channels, { affine: true, reluAfter: true });
  const pad = (dilation * (kernel - 1)) / 2;
  return (x) => normalise(conv2d(relu(x), filter.value, { dilation, pad }), 'batch');
}
