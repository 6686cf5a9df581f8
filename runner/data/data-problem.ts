/** Everything that can be wrong with a data set or the files it is added from. `data-problem-text.ts` puts it into words. */
import type { DataSetName } from '../../schemas/data.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { FileKind } from '../util/regular-file.ts';

export type DataProblem =
  | { readonly reason: 'unknown-data-set'; readonly name: string }
  /** There is nothing to add: its generator is part of the code. */
  | { readonly reason: 'data-set-generated'; readonly name: DataSetName }
  | { readonly reason: 'data-set-missing'; readonly name: DataSetName; readonly folder: string }
  /** A valid set with other content is there already. */
  | {
      readonly reason: 'data-set-differs';
      readonly name: DataSetName;
      readonly folder: string;
      readonly stored: Sha256;
      readonly found: Sha256;
    }
  | {
      readonly reason: 'data-index-invalid';
      readonly name: DataSetName;
      readonly path: string;
      /** What is wrong, as a clause: `is not valid JSON`. */
      readonly detail: string;
    }
  | { readonly reason: 'data-file-missing'; readonly name: DataSetName; readonly path: string }
  /** Something else than a file is in its place. */
  | {
      readonly reason: 'data-file-kind';
      readonly name: DataSetName;
      readonly path: string;
      readonly kind: FileKind;
    }
  | {
      readonly reason: 'data-file-size';
      readonly name: DataSetName;
      readonly path: string;
      readonly expectedBytes: number;
      readonly foundBytes: number;
    }
  | {
      readonly reason: 'data-file-changed';
      readonly name: DataSetName;
      readonly path: string;
      readonly expected: Sha256;
      readonly found: Sha256;
    }
  | DataSourceProblem
  | { readonly reason: 'disk-full'; readonly path: string };

/** What is wrong with the files that a set is added from. */
export type DataSourceProblem =
  | { readonly reason: 'source-missing'; readonly name: DataSetName; readonly path: string }
  | {
      readonly reason: 'source-kind';
      readonly name: DataSetName;
      readonly path: string;
      readonly kind: FileKind;
    }
  | {
      readonly reason: 'source-too-long';
      readonly name: DataSetName;
      readonly path: string;
      readonly mostBytes: number;
      readonly foundBytes: number;
    }
  /** Not the published number of words; `which` is such as `words` or `different words`. */
  | {
      readonly reason: 'source-words';
      readonly name: DataSetName;
      readonly path: string;
      readonly which: 'words' | 'different words';
      readonly expected: number;
      readonly found: number;
    }
  | {
      readonly reason: 'source-unreadable';
      readonly name: DataSetName;
      readonly path: string;
      readonly detail: string;
    }
  | {
      readonly reason: 'source-checksum';
      readonly name: DataSetName;
      readonly path: string;
      readonly algorithm: 'MD5';
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly reason: 'source-size';
      readonly name: DataSetName;
      readonly path: string;
      readonly expectedBytes: number;
      readonly foundBytes: number;
    }
  | {
      readonly reason: 'source-text';
      readonly name: DataSetName;
      readonly path: string;
      /** Both from 1. */
      readonly line: number;
      readonly column: number;
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly reason: 'source-label';
      readonly name: DataSetName;
      readonly path: string;
      /** Number of the image in the file, from 0. */
      readonly image: number;
      readonly found: number;
    }
  | {
      readonly reason: 'source-classes';
      readonly name: DataSetName;
      /** The file, or a text for several files counted together. */
      readonly path: string;
      readonly expectedEach: number;
      /** Images of each class. */
      readonly found: readonly number[];
    };

/** Said when a set is added although something about it is unusual. */
export type DataNotice =
  | {
      readonly reason: 'unknown-digest';
      readonly path: string;
      readonly known: Sha256;
      readonly found: Sha256;
    }
  /** Photographs read so far, for sets that take long. */
  | { readonly reason: 'hashing'; readonly path: string; readonly done: number; readonly total: number }
  /** No checksum of the single files was ever published. */
  | { readonly reason: 'checked-by-structure'; readonly path: string };
