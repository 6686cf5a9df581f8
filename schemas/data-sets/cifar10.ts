import type { DataSetInfo } from './data-set.ts';

export const cifar10 = {
  name: 'cifar10',
  kind: 'images',
  title: 'CIFAR-10, binary version',
  generated: false,
  files: [
    'data_batch_1.bin',
    'data_batch_2.bin',
    'data_batch_3.bin',
    'data_batch_4.bin',
    'data_batch_5.bin',
    'test_batch.bin',
  ],
} as const satisfies DataSetInfo;
