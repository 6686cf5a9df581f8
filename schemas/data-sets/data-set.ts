/** What the runner needs to know about a data set to add and verify its files, and the worker to read them. */
import type { Sha256 } from '../ids.ts';

/** `index.json` in a data set's folder, written by `reprise data add` after every file was verified. */
export interface DataIndex {
  readonly formatVersion: 1;
  readonly name: string;
  /** File name to content, all in the same folder. */
  readonly files: Readonly<Record<string, { readonly digest: Sha256; readonly bytes: number }>>;
  /** Digest of the canonical encoding of `files`; this is what enters a job key. */
  readonly digest: Sha256;
}

export type DataKind = 'images' | 'text' | 'table' | 'label-maps';

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

/** What was published about a corpus that is added from files. A line end counts as a word. */
export interface PublishedCorpus {
  readonly title: string;
  /** Different words of the training text. */
  readonly vocabulary: number;
  /** Words of the training, validation and test text, in this order. */
  readonly words: Readonly<Record<string, number>>;
}
