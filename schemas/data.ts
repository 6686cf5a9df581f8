/** Data sets: what the runner needs to know to add and verify their files, and the worker to read them. */
import type { Sha256 } from './ids.ts';

/** `index.json` in a data set's folder, written by `reprise data add` after every file was verified. */
export interface DataIndex {
  readonly formatVersion: 1;
  readonly name: string;
  /** File name to content, all in the same folder. */
  readonly files: Readonly<Record<string, { readonly digest: Sha256; readonly bytes: number }>>;
  /** Digest of the canonical encoding of `files`; this is what enters a job key. */
  readonly digest: Sha256;
}

export interface DataSetInfo {
  readonly name: string;
  readonly title: string;
  /** A generated set needs no files. */
  readonly generated: boolean;
  /** Files a folder of this set holds. Empty for a generated set. */
  readonly files: readonly string[];
}

export const dataSets = {
  textures10: { name: 'textures10', title: 'generated textures, ten classes', generated: true, files: [] },
  optdigits: {
    name: 'optdigits',
    title: 'UCI optical recognition of handwritten digits, 8x8',
    generated: false,
    files: ['optdigits.tra', 'optdigits.hol', 'optdigits.tes'],
  },
  cifar10: {
    name: 'cifar10',
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
  },
} as const satisfies Record<string, DataSetInfo>;

export type DataSetName = keyof typeof dataSets;
