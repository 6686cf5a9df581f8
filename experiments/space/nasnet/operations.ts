/**
 * What a NASNet block chooses from, in the order in which the paper lists it: encodings and controllers use the index.
 * Source: Zoph et al. 2018, section 3 (learning transferable architectures), and appendix A.4 for what each is made of.
 */

export const operations = [
  'identity',
  'conv_1x3_3x1',
  'conv_1x7_7x1',
  'dil_conv_3x3',
  'avg_pool_3x3',
  'max_pool_3x3',
  'max_pool_5x5',
  'max_pool_7x7',
  'conv_1x1',
  'conv_3x3',
  'sep_conv_3x3',
  'sep_conv_5x5',
  'sep_conv_7x7',
] as const;

export type Operation = (typeof operations)[number];

/** How a block joins its two: their sum, or one behind the other along the channels. */
export const combinations = ['add', 'concat'] as const;

export type Combination = (typeof combinations)[number];

export const isOperation = (word: unknown): word is Operation =>
  (operations as readonly unknown[]).includes(word);

export const isCombination = (word: unknown): word is Combination =>
  (combinations as readonly unknown[]).includes(word);

export type OperationParts =
  | { readonly kind: 'identity' }
  /** One row of `kernel` columns, then one column of `kernel` rows. */
  | { readonly kind: 'cross'; readonly kernel: number }
  | { readonly kind: 'full'; readonly kernel: number; readonly dilation: number }
  /** Depthwise and 1x1, twice. */
  | { readonly kind: 'separable'; readonly kernel: number }
  | { readonly kind: 'max' | 'avg'; readonly kernel: number };

const parts: Readonly<Record<Operation, OperationParts>> = {
  identity: { kind: 'identity' },
  conv_1x3_3x1: { kind: 'cross', kernel: 3 },
  conv_1x7_7x1: { kind: 'cross', kernel: 7 },
  dil_conv_3x3: { kind: 'full', kernel: 3, dilation: 2 },
  avg_pool_3x3: { kind: 'avg', kernel: 3 },
  max_pool_3x3: { kind: 'max', kernel: 3 },
  max_pool_5x5: { kind: 'max', kernel: 5 },
  max_pool_7x7: { kind: 'max', kernel: 7 },
  conv_1x1: { kind: 'full', kernel: 1, dilation: 1 },
  conv_3x3: { kind: 'full', kernel: 3, dilation: 1 },
  sep_conv_3x3: { kind: 'separable', kernel: 3 },
  sep_conv_5x5: { kind: 'separable', kernel: 5 },
  sep_conv_7x7: { kind: 'separable', kernel: 7 },
};

export const partsOf = (operation: Operation): OperationParts => parts[operation];
