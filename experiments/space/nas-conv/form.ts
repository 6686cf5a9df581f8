/**
 * The three spaces of convolutional networks of Zoph and Le 2017, sections 3.3 and 4.1: they differ in strides, numbers of
 * filters, and what a prediction of the controller stands for.
 */

export interface NasConvForm {
  /** Of the space. */
  readonly name: string;
  /** Numbers of filters of a layer. */
  readonly filters: readonly number[];
  /** Of height and width alike; one value where they are not predicted. */
  readonly strides: readonly number[];
  /** Layers that are predicted; each is a block of `convolutions`. */
  readonly mostLayers: number;
  /** Of a block. Each reads what the block reads and those of the block before it; a block puts out all of them. */
  readonly convolutions: number;
  /** From these convolutions of the network on (1-based), all that came before is read through a 2x2 maximum pool. */
  readonly pools: readonly number[];
}

/** Sides of a filter. */
export const sides: readonly number[] = [1, 3, 5, 7];

const usual = {
  filters: [24, 36, 48, 64],
  strides: [1],
  // The growth of the paper, two layers every 1,600 of its 12,800 architectures, ends here.
  mostLayers: 20,
  convolutions: 1,
  pools: [],
} as const;

export const fixedStrides: NasConvForm = { ...usual, name: 'nas-conv' };

export const predictedStrides: NasConvForm = { ...usual, name: 'nas-conv-strides', strides: [1, 2, 3] };

export const pooling: NasConvForm = {
  ...usual,
  name: 'nas-conv-pooling',
  filters: [6, 12, 24, 36],
  mostLayers: 13,
  convolutions: 3,
  pools: [13, 24],
};

/** 24, or 6 in the space with pooling. */
export const fewestFilters = ({ filters }: NasConvForm): number => Math.min(...filters);

/** Of each convolution of a layer (0-based), the pools that came before. */
export const poolsOf = ({ convolutions, pools }: NasConvForm, layer: number): readonly number[] =>
  Array.from(
    { length: convolutions },
    (_, c) => pools.filter((first) => first <= layer * convolutions + c + 1).length,
  );
