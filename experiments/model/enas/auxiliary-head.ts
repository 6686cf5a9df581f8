/**
 * The auxiliary head of micro networks: ReLU, pooling of 5x5 windows, a 1x1 convolution to 128 channels, one of the size of its
 * maps to 768 that keeps the size, global average pooling, a linear layer.
 * Source: melodyguan/enas@4bcfd73, src/cifar10/micro_child.py, whose optimiser leaves the head's own weights as they start: here
 * they are trained.
 */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { avgPool, conv2d, relu } from '../../engine/index.ts';
import { auxiliarySize } from '../../space/enas-micro/counts.ts';
import type { Maps } from '../../space/enas-micro/plan.ts';
import type { Layer, Statistics } from '../layers.ts';
import { batchNorm, type Making, projection } from '../nasnet/layers.ts';
import { classifier } from './enas-network.ts';

/** Sides of at least five. */
export function auxiliaryHead(making: Making, { height, width, channels }: Maps, classes: number) {
  const narrow = projection(making, 'auxiliary.narrow', { from: channels, to: 128 });
  const [rows, columns] = [auxiliarySize(height), auxiliarySize(width)];
  const wide = wideConvolution(making, rows, columns);
  const classify = classifier(making, 'auxiliary.classifier', 768, classes);
  return (maps: Tensor, statistics: Statistics): Tensor => {
    const pooled = avgPool(relu(maps), { size: 5, stride: 3 });
    return classify(relu(wide(relu(narrow(pooled, statistics)), statistics)));
  };
}

/** As many rows and columns as the maps have, the odd one of the padding behind. */
function wideConvolution(making: Making, rows: number, columns: number): Layer {
  // The registry makes square filters.
  const filter = making.weights.convolution('auxiliary.wide', 1, rows * columns * 128, 768);
  const normalise = batchNorm(making, 'auxiliary.wide_bn', 768);
  const around = (size: number): [number, number] => [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const pad: [[number, number], [number, number]] = [around(rows), around(columns)];
  return (x, statistics) =>
    normalise(conv2d(x, reshape(filter.value, [rows, columns, 128, 768]), { pad }), statistics);
}
