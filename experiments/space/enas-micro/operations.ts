/**
 * What the ENAS micro space chooses from. The order is that of the released controller: encodings use the index. The names are
 * those of NASNet's operations, which they are. Source: Pham et al. 2018, section 2.4; melodyguan/enas@4bcfd73,
 * src/cifar10/micro_child.py.
 */

export const operations = [
  'sep_conv_3x3',
  'sep_conv_5x5',
  'avg_pool_3x3',
  'max_pool_3x3',
  'identity',
] as const;

export type Operation = (typeof operations)[number];

export const isOperation = (word: unknown): word is Operation =>
  (operations as readonly unknown[]).includes(word);

export type OperationParts =
  /** Depthwise and 1x1, twice. */
  | { readonly kind: 'separable'; readonly kernel: number }
  /** Of three by three. */
  | { readonly kind: 'avg' | 'max' }
  | { readonly kind: 'identity' };

const parts: Readonly<Record<Operation, OperationParts>> = {
  sep_conv_3x3: { kind: 'separable', kernel: 3 },
  sep_conv_5x5: { kind: 'separable', kernel: 5 },
  avg_pool_3x3: { kind: 'avg' },
  max_pool_3x3: { kind: 'max' },
  identity: { kind: 'identity' },
};

export const partsOf = (operation: Operation): OperationParts => parts[operation];
