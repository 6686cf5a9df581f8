/**
 * What a layer of the ENAS macro space chooses from. The order is that of the released controller: encodings use the index.
 * Source: Pham et al. 2018, section 2.3; melodyguan/enas@4bcfd73, src/cifar10/general_child.py.
 */

export const operations = [
  'conv_3x3',
  'sep_conv_3x3',
  'conv_5x5',
  'sep_conv_5x5',
  'avg_pool_3x3',
  'max_pool_3x3',
] as const;

export type Operation = (typeof operations)[number];

export const isOperation = (word: unknown): word is Operation =>
  (operations as readonly unknown[]).includes(word);

export type OperationParts =
  | { readonly kind: 'full' | 'separable'; readonly kernel: number }
  /** Of three by three. */
  | { readonly kind: 'avg' | 'max' };

const parts: Readonly<Record<Operation, OperationParts>> = {
  conv_3x3: { kind: 'full', kernel: 3 },
  sep_conv_3x3: { kind: 'separable', kernel: 3 },
  conv_5x5: { kind: 'full', kernel: 5 },
  sep_conv_5x5: { kind: 'separable', kernel: 5 },
  avg_pool_3x3: { kind: 'avg' },
  max_pool_3x3: { kind: 'max' },
};

export const partsOf = (operation: Operation): OperationParts => parts[operation];
