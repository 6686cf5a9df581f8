import type { DataSetInfo } from './data-set.ts';

export const optdigits = {
  name: 'optdigits',
  kind: 'images',
  title: 'UCI optical recognition of handwritten digits, 8x8',
  generated: false,
  files: ['optdigits.tra', 'optdigits.hol', 'optdigits.tes'],
} as const satisfies DataSetInfo;
