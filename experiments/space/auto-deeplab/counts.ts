/**
 * Parameters and multiply-adds of Auto-DeepLab networks, without building them. Trainable numbers are counted, running means
 * and variances are not; multiply-adds are those of convolutions, resizing is free.
 */
import {
  type Count,
  convolution,
  normalisation,
  nothing,
  projection,
  total,
} from '../darts-cnn/layer-counts.ts';
import { type AutoDeepLabGenotype, blocksOf } from './genotype.ts';
import { type Operation, partsOf } from './operations.ts';
import { type CellPlan, type Maps, planNetwork, type SegmentationShape } from './plan-network.ts';

export interface AutoDeepLabCount extends Count {
  /** Stem and cells. */
  readonly encoder: Count;
  /** Of the convolutions of each cell. */
  readonly cellWeights: readonly number[];
}

const pixels = ({ height, width }: Pick<Maps, 'height' | 'width'>): number => height * width;

export function countAutoDeepLab(genotype: AutoDeepLabGenotype, shape: SegmentationShape): AutoDeepLabCount {
  const plan = planNetwork(genotype, shape);
  const cells = plan.cells.map((cell) => countCell(genotype, cell));
  const encoder = total([countStem(shape, plan.stem), ...cells]);
  const { headChannels: c, classes } = shape;
  const at = pixels(plan.last);
  const decoded = pixels(plan.lowLevel);
  const head = [
    projection(plan.last.channels, c, at, true),
    ...plan.rates.map(() => normalised(plan.last.channels, c, 3, at)),
    // Of the whole image, one pixel.
    projection(plan.last.channels, c, 1, true),
    projection(5 * c, c, at, true),
    projection(plan.lowLevel.channels, plan.lowLevelChannels, decoded, true),
    normalised(c + plan.lowLevelChannels, c, 3, decoded),
    normalised(c, c, 3, decoded),
    convolution(c, classes, 1, decoded),
    { parameters: classes, multiplyAdds: 0 },
  ];
  const cellWeights = plan.cells.map(
    (cell, i) => (cells[i]?.parameters ?? 0) - normalisations(genotype, cell),
  );
  return { ...total([encoder, ...head]), encoder, cellWeights };
}

const normalised = (from: number, to: number, kernel: number, at: number): Count =>
  total([convolution(from, to, kernel, at), normalisation(to, true)]);

function countStem(
  { image, stemChannels: c }: SegmentationShape,
  [second, third]: readonly [Maps, Maps],
): Count {
  return total([
    normalised(image.channels, c, 3, pixels(second)),
    normalised(c, c, 3, pixels(second)),
    normalised(c, 2 * c, 3, pixels(third)),
  ]);
}

function countCell(genotype: AutoDeepLabGenotype, cell: CellPlan): Count {
  return total([
    projection(cell.current.channels, cell.width, pixels(cell.inside), true),
    projection(cell.older.channels, cell.width, pixels(cell.inside), true),
    ...inputsOf(genotype).map(([operation, state]) => countOperation(operation, cell, strideIn(cell, state))),
  ]);
}

const inputsOf = (genotype: AutoDeepLabGenotype) => blocksOf(genotype).flat();

/** Operations on the two inputs of the cell do what it takes to reach a coarser map. */
const strideIn = ({ halves }: CellPlan, state: number): 1 | 2 => (halves && state < 2 ? 2 : 1);

function countOperation(operation: Operation, { width: c, output }: CellPlan, stride: 1 | 2): Count {
  const parts = partsOf(operation);
  const at = pixels(output);
  const once = (kernel: number) => total([convolution(1, c, kernel, at), projection(c, c, at, true)]);
  switch (parts.kind) {
    case 'separable':
      return total([once(parts.kernel), once(parts.kernel)]);
    case 'atrous':
      return normalised(c, c, parts.kernel, at);
    case 'identity':
      return stride === 1 ? nothing : projection(c, c, at, true);
    case 'max':
    case 'avg':
    case 'none':
      return nothing;
    default:
      return parts satisfies never;
  }
}

/** Scales and shifts of a cell. */
function normalisations(genotype: AutoDeepLabGenotype, cell: CellPlan): number {
  const times = inputsOf(genotype).map(([operation, state]): number => {
    const { kind } = partsOf(operation);
    if (kind === 'separable') return 2;
    return kind === 'atrous' || (kind === 'identity' && strideIn(cell, state) === 2) ? 1 : 0;
  });
  return 2 * cell.width * times.reduce((sum, one) => sum + one, 2);
}
