/**
 * One NAS-Bench-101 cell as a layer. A vertex adds up its sources and applies its operation: sources inside the cell
 * lose their surplus channels, the cell's input comes through a projection of its own for each edge. The output joins
 * the vertices that feed it, and adds a projection of the input if an edge leads there directly.
 * Source: Ying et al. 2019, section 2.1, and google-research/nasbench@b942470.
 */
import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { addN, concatChannels } from '../../engine/index.ts';
import { vertexChannels } from '../../space/nasbench101/channels.ts';
import type { CellPlace } from '../../space/nasbench101/parameters.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { type Layer, pooling, type Statistics } from '../layers.ts';
import type { Weights } from '../weights.ts';
import { convBnRelu } from './conv-bn-relu.ts';

interface Vertex {
  readonly channels: number;
  /** Interior vertices with an edge to this one, rising. */
  readonly sources: readonly number[];
  /** Brings the cell's input to this vertex, where an edge leads. */
  readonly project: Layer | undefined;
  /** Undefined for the output. */
  readonly operation: Layer | undefined;
}

/** @param cell pruned, with at least one channel for each vertex */
export function nasbench101Cell(
  weights: Weights,
  cell: CellSpec,
  place: CellPlace,
  statisticsRate: number,
): Layer {
  const name = `stack${place.stack}.cell${place.index}`;
  const channels = vertexChannels(place.inputChannels, place.channels, cell.matrix);
  const vertices = channels.map((wide, v): Vertex => {
    const from = (kernel: 1 | 3, inChannels: number, part: string) =>
      convBnRelu(weights, `${name}.vertex${v}.${part}`, {
        kernel,
        from: inChannels,
        to: wide,
        statisticsRate,
      });
    return {
      channels: wide,
      sources: channels.map((_, u) => u).filter((u) => u > 0 && cell.matrix[u]?.[v] === 1),
      project: cell.matrix[0]?.[v] === 1 ? from(1, place.inputChannels, 'projection') : undefined,
      operation: operationLayer(cell.ops[v] ?? '', (kernel) => from(kernel, wide, 'operation')),
    };
  });
  return (x, statistics) => runCell(vertices, x, statistics);
}

function operationLayer(operation: string, convolve: (kernel: 1 | 3) => Layer): Layer | undefined {
  switch (operation) {
    case 'conv3x3-bn-relu':
      return convolve(3);
    case 'conv1x1-bn-relu':
      return convolve(1);
    case 'maxpool3x3':
      return pooling('max', 1);
    default:
      return undefined;
  }
}

function runCell(vertices: readonly Vertex[], input: Tensor, statistics: Statistics): Tensor {
  const last = vertices.length - 1;
  const values: Tensor[] = [input];
  const at = (v: number): Tensor => values[v] as Tensor;
  vertices.slice(1, last).forEach(({ channels, sources, project, operation }) => {
    const arriving = sources.map((source) => narrowed(at(source), channels));
    if (project) arriving.push(project(input, statistics));
    const sum = arriving.length === 1 ? (arriving[0] as Tensor) : addN(arriving);
    values.push(operation ? operation(sum, statistics) : sum);
  });
  const output = vertices[last];
  const joined = (output?.sources ?? []).map(at);
  const parts =
    joined.length > 0 ? [joined.length === 1 ? (joined[0] as Tensor) : concatChannels(joined)] : [];
  if (output?.project) parts.push(output.project(input, statistics));
  return parts.length === 1 ? (parts[0] as Tensor) : addN(parts);
}

/** The first channels. Vertices that share the output differ by one channel where its number does not divide. */
function narrowed(x: Tensor, channels: number): Tensor {
  const [batch = 0, height = 0, width = 0, own = 0] = x.shape;
  return own === channels ? x : slice(x, [0, 0, 0, 0], [batch, height, width, channels]);
}
