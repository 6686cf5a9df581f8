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

export type DataKind = 'images' | 'text' | 'table';

export interface DataSetInfo {
  readonly name: string;
  /** What it holds; each kind belongs to one kind of task. */
  readonly kind: DataKind;
  readonly title: string;
  /** A generated set needs no files, and neither does what comes with Reprise. */
  readonly generated: boolean;
  /** Files a folder of this set holds. Empty for a generated set. */
  readonly files: readonly string[];
}

/** In the folder of `imagenet`: the photographs' digests, sizes and names. */
export const photographListName = 'photographs.txt';
/** In the folder of `imagenet`: leads to the folder with `train` and `val`, which stays where it is. */
export const photographsName = 'photographs';

export const dataSets = {
  textures10: {
    name: 'textures10',
    kind: 'images',
    title: 'generated textures, ten classes',
    generated: true,
    files: [],
  },
  optdigits: {
    name: 'optdigits',
    kind: 'images',
    title: 'UCI optical recognition of handwritten digits, 8x8',
    generated: false,
    files: ['optdigits.tra', 'optdigits.hol', 'optdigits.tes'],
  },
  cifar10: {
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
  },
  'textures10-64': {
    name: 'textures10-64',
    kind: 'images',
    title: 'generated textures of 64x64 pixels, ten classes',
    generated: true,
    files: [],
  },
  imagenet: {
    name: 'imagenet',
    kind: 'images',
    title: 'ImageNet (ILSVRC 2012), or any photographs in folders of classes',
    generated: false,
    files: [photographListName],
  },
  grammar: {
    name: 'grammar',
    kind: 'text',
    title: 'generated sentences of a probabilistic grammar',
    generated: true,
    files: [],
  },
  ptb: {
    name: 'ptb',
    kind: 'text',
    title: 'Penn Treebank as tokens, 10,000 words',
    generated: false,
    files: ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'],
  },
  'wikitext-2': {
    name: 'wikitext-2',
    kind: 'text',
    title: 'WikiText-2 as tokens, 33,278 words',
    generated: false,
    files: ['wiki.train.tokens', 'wiki.valid.tokens', 'wiki.test.tokens'],
  },
  'textures10-cells': {
    name: 'textures10-cells',
    kind: 'table',
    title: 'the 91 smallest NAS-Bench-101 cells, trained on textures10',
    generated: true,
    files: [],
  },
  nasbench101: {
    name: 'nasbench101',
    kind: 'table',
    title: 'NAS-Bench-101, converted with `reprise bench convert`',
    generated: false,
    files: ['nasbench101.columns'],
  },
} as const satisfies Record<string, DataSetInfo>;

/**
 * What was published about corpora that are added from files. A line end counts as a word. The counts of Penn Treebank
 * are those of the files of Mikolov et al. 2010: 887,521, 70,390 and 78,669 words on 42,068, 3,370 and 3,761 lines; those
 * of WikiText-2 are in table 1 of Merity et al. 2017.
 */
export const publishedCorpora = {
  ptb: {
    title: 'Penn Treebank as preprocessed by Mikolov',
    vocabulary: 10_000,
    words: { 'ptb.train.txt': 929_589, 'ptb.valid.txt': 73_760, 'ptb.test.txt': 82_430 },
  },
  'wikitext-2': {
    title: 'WikiText-2 at word level',
    vocabulary: 33_278,
    words: { 'wiki.train.tokens': 2_088_628, 'wiki.valid.tokens': 217_646, 'wiki.test.tokens': 245_569 },
  },
} as const satisfies Record<string, PublishedCorpus>;

export interface PublishedCorpus {
  readonly title: string;
  /** Different words of the training text. */
  readonly vocabulary: number;
  /** Words of the training, validation and test text, in this order. */
  readonly words: Readonly<Record<string, number>>;
}

export type DataSetName = keyof typeof dataSets;
