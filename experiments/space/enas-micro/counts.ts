/**
 * Parameters and multiply-adds of micro networks, without building them. Trainable numbers are counted, running means and
 * variances are not; multiply-adds are those of convolutions and the classifier.
 */
import {
  type Count,
  convolution,
  normalisation,
  nothing,
  projection,
  total,
} from '../darts-cnn/layer-counts.ts';
import type { Input } from './cell.ts';
import type { MicroGenotype } from './genotype.ts';
import { partsOf } from './operations.ts';
import { type CellPlan, type Fit, type Maps, type MicroShape, planMicro, planSharedMicro } from './plan.ts';

export interface MicroCount extends Count {
  /** The auxiliary head, which only training runs; not part of the network's own count. */
  readonly auxiliary: Count;
}

/** Of the network that is trained from scratch. */
export const countMicro = (genotype: MicroGenotype, shape: MicroShape): MicroCount =>
  countNetwork(planMicro(genotype, shape), shape, (plan) => [
    // The newer input passes one more 1x1 convolution, whatever its channels.
    projection(plan.channels, plan.channels, pixels(plan.inputs), true),
    ...plan.loose.map((node) =>
      node < 2 && plan.kind === 'reduce' ? countFit('reduce', plan.inputs, plan.nodes) : nothing,
    ),
  ]);

/** Of the part of the shared network that a child runs; `parameters` are those that it uses. */
export const countSharedMicro = (genotype: MicroGenotype, shape: MicroShape): MicroCount =>
  countNetwork(planSharedMicro(genotype, shape), shape, (plan) => [
    plan.kind === 'reduce' ? countFit('reduce', plan.older, plan.newer) : nothing,
    convolution(plan.loose.length * plan.channels, plan.channels, 1, pixels(plan.nodes)),
    normalisation(plan.channels, true),
  ]);

function countNetwork(
  { stem, cells, auxiliaryCell, last }: ReturnType<typeof planMicro>,
  { image, classes }: MicroShape,
  countEnds: (plan: CellPlan) => readonly Count[],
): MicroCount {
  const read = cells[auxiliaryCell];
  const count = total([
    convolution(image.channels, stem.channels, 3, pixels(stem)),
    normalisation(stem.channels, true),
    ...cells.flatMap((plan) => [
      countFit(plan.olderFit, plan.older, plan.inputs),
      countFit(plan.newerFit, plan.newer, plan.inputs),
      ...plan.cell.flatMap((node) => node.map((input) => countInput(input, plan))),
      ...countEnds(plan),
    ]),
    convolution(last.channels, classes, 1, 1),
  ]);
  return { ...count, auxiliary: read ? countAuxiliary(read.output, classes) : nothing };
}

const pixels = ({ height, width }: Pick<Maps, 'height' | 'width'>): number => height * width;

/** The two halves of a factorised reduction have as many numbers as one 1x1 convolution. */
const countFit = (fit: Fit, from: Maps, to: Maps): Count =>
  fit === 'as-is' ? nothing : projection(from.channels, to.channels, pixels(to), true);

function countInput([operation, node]: Input, { inputs, nodes }: CellPlan): Count {
  const parts = partsOf(operation);
  const { channels: c } = nodes;
  switch (parts.kind) {
    case 'separable': {
      const once = [convolution(1, c, parts.kernel, pixels(nodes)), projection(c, c, pixels(nodes), true)];
      return total([...once, ...once]);
    }
    case 'avg':
    case 'max':
      return nothing;
    case 'identity':
      return node < 2 && inputs.height !== nodes.height ? countFit('reduce', inputs, nodes) : nothing;
    default:
      return parts satisfies never;
  }
}

/** What the pooling of the auxiliary head leaves of a side. */
export const auxiliarySize = (size: number): number => Math.floor((size - 5) / 3) + 1;

function countAuxiliary({ height, width, channels }: Maps, classes: number): Count {
  if (height < 5 || width < 5) return nothing;
  const [rows, columns] = [auxiliarySize(height), auxiliarySize(width)];
  const at = rows * columns;
  const wide = rows * columns * 128 * 768;
  return total([
    projection(channels, 128, at, true),
    { parameters: wide, multiplyAdds: wide * at },
    normalisation(768, true),
    convolution(768, classes, 1, 1),
  ]);
}
