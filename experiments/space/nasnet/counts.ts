/**
 * Parameters and multiply-adds of NASNet networks, without building them. Trainable numbers are counted, running means and
 * variances are not; multiply-adds are those of convolutions and the classifier.
 */
import {
  type Count,
  convolution,
  linear,
  normalisation,
  nothing,
  projection,
  total,
} from '../darts-cnn/layer-counts.ts';
import type { NasnetGenotype } from './genotype.ts';
import { partsOf } from './operations.ts';
import type { CellPlan, Fit, InputPlan, Maps } from './plan-cell.ts';
import { type NasnetShape, planNetwork, type StemKind } from './plan-network.ts';

export interface NasnetCount extends Count {
  /** The auxiliary head, which only training runs; not part of the network's own count. */
  readonly auxiliary: Count;
}

const pixels = ({ height, width }: Maps): number => height * width;

export function countNasnet(
  genotype: NasnetGenotype,
  shape: NasnetShape,
  stem: StemKind = 'cifar',
): NasnetCount {
  const plan = planNetwork(genotype, shape, stem);
  const read = plan.cells[plan.auxiliaryCell];
  const count = total([
    convolution(shape.image.channels, plan.stem.channels, 3, pixels(plan.stem)),
    normalisation(plan.stem.channels, true),
    ...plan.cells.map(countCell),
    linear(plan.last.channels, shape.classes),
  ]);
  return { ...count, auxiliary: read ? countAuxiliary(read.output, shape.classes) : nothing };
}

function countCell(cell: CellPlan): Count {
  const { current, previous, previousFit, channels } = cell;
  return total([
    projection(current.channels, channels, pixels(current), true),
    previous === null ? nothing : countFit(previousFit, previous, { ...current, channels }),
    ...cell.blocks.flatMap(({ inputs }) => inputs.map(countOperation)),
    ...cell.outputs.map(({ fit, maps }) => countFit(fit, maps, { ...cell.output, channels })),
  ]);
}

/** The two halves of a factorised reduction have as many numbers as one 1x1 convolution. */
const countFit = (fit: Fit, from: Maps, to: Maps): Count =>
  fit === 'as-is' ? nothing : projection(from.channels, to.channels, pixels(to), true);

function countOperation({ operation, from, to, stride }: InputPlan): Count {
  const parts = partsOf(operation);
  const c = to.channels;
  const normalise = normalisation(c, true);
  const toChannels = projection(from.channels, c, pixels(to), true);
  switch (parts.kind) {
    case 'identity':
      return stride === 1 && from.channels === c ? nothing : toChannels;
    case 'max':
    case 'avg':
      return from.channels === c ? nothing : toChannels;
    case 'full':
      return total([convolution(from.channels, c, parts.kernel, pixels(to)), normalise]);
    case 'cross':
      return total([
        // The row strides over columns alone.
        taps(parts.kernel * from.channels * c, from.height * to.width),
        taps(parts.kernel * c * c, pixels(to)),
        ...[normalise, normalise],
      ]);
    case 'separable':
      return total([
        ...[convolution(1, from.channels, parts.kernel, pixels(to)), toChannels],
        ...[convolution(1, c, parts.kernel, pixels(to)), projection(c, c, pixels(to), true)],
      ]);
    default:
      return parts satisfies never;
  }
}

const taps = (parameters: number, at: number): Count => ({ parameters, multiplyAdds: parameters * at });

/** What the pooling of the auxiliary head leaves of a side. */
export const auxiliarySize = (size: number): number => Math.floor((size - 5) / 3) + 1;

function countAuxiliary({ height, width, channels }: Maps, classes: number): Count {
  const at = auxiliarySize(height) * auxiliarySize(width);
  if (height < 5 || width < 5) return nothing;
  return total([
    ...[projection(channels, 128, at, true), convolution(128 * at, 768, 1, 1)],
    ...[normalisation(768, true), linear(768, classes)],
  ]);
}
