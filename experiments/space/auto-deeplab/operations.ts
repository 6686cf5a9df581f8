/**
 * What a block of an Auto-DeepLab cell chooses from, in the order in which the paper lists it: architecture parameters and
 * encodings use the index. Source: Liu et al. 2019 (Auto-DeepLab), section 3.1.
 */

export const operations = [
  'sep_conv_3x3',
  'sep_conv_5x5',
  'atrous_conv_3x3',
  'atrous_conv_5x5',
  'avg_pool_3x3',
  'max_pool_3x3',
  'skip_connect',
  'none',
] as const;

export type Operation = (typeof operations)[number];

/** All but `none`: what a decoded cell holds. */
export const decodable: readonly Operation[] = operations.filter((operation) => operation !== 'none');

export const isOperation = (word: unknown): word is Operation =>
  (operations as readonly unknown[]).includes(word);

export type OperationParts =
  /** Depthwise and 1x1, twice. */
  | { readonly kind: 'separable'; readonly kernel: number }
  /** A full convolution of dilation 2. */
  | { readonly kind: 'atrous'; readonly kernel: number }
  | { readonly kind: 'max' | 'avg' | 'identity' | 'none' };

const parts: Readonly<Record<Operation, OperationParts>> = {
  sep_conv_3x3: { kind: 'separable', kernel: 3 },
  sep_conv_5x5: { kind: 'separable', kernel: 5 },
  atrous_conv_3x3: { kind: 'atrous', kernel: 3 },
  atrous_conv_5x5: { kind: 'atrous', kernel: 5 },
  avg_pool_3x3: { kind: 'avg' },
  max_pool_3x3: { kind: 'max' },
  skip_connect: { kind: 'identity' },
  none: { kind: 'none' },
};

export const partsOf = (operation: Operation): OperationParts => parts[operation];
