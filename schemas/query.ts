/** What the query process is asked and gives back, as JSON over the IPC channel. */
import type { JsonObject } from './json.ts';
import type { SpaceSettings } from './manifest.ts';

/** One question. Options are as typed, without their dashes: text, or `true` for a flag. */
export type QueryRequest =
  | {
      readonly command: 'arch';
      readonly space: SpaceSettings;
      readonly architecture: GivenArchitecture;
      readonly options: QueryOptions;
      /** Whether to draw it too. */
      readonly draw: boolean;
    }
  | {
      readonly command: 'space';
      /** Null for a list of all. */
      readonly space: SpaceSettings | null;
      readonly options: QueryOptions;
      /** How hashes are written, which go straight to the standard output. */
      readonly asJson: boolean;
    }
  | {
      readonly command: 'bench-query';
      /** A file, or the name of the table that comes with the project. */
      readonly table: string;
      readonly cell: GivenArchitecture;
      readonly options: QueryOptions;
    }
  | { readonly command: 'bench-info'; readonly table: string }
  | { readonly command: 'bench-convert'; readonly from: string; readonly to: string };

/** A name or a hash as typed, or what a file holds. */
export type GivenArchitecture = { readonly name: string } | { readonly value: unknown };

export type QueryOptions = Readonly<Record<string, string | true>>;

export type QueryAnswer =
  | {
      readonly ok: true;
      readonly json: JsonObject | readonly JsonObject[];
      /** The same for people: cells of a table. A row without cells begins another table. */
      readonly rows: readonly (readonly string[])[];
      /** The question was understood, and what it asked about is wrong, such as a cell outside its space. */
      readonly isBad?: boolean;
      readonly svg?: string;
    }
  /** Everything was written to the standard output already. */
  | { readonly ok: true; readonly streamed: true }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

export type QueryProblem =
  /** In the value of the given file, at a path of keys and indices; `key` when the key itself is wrong. */
  | ({
      readonly kind: 'value' | 'key';
      readonly path: readonly (string | number)[];
    } & Misfit)
  /** On the command line: an option with its dashes, or the name of an argument. */
  | ({ readonly kind: 'argument'; readonly argument: string } & Misfit)
  /** In another file. `place` is a byte offset or a row, such as `byte 4711`. */
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly place: string | null;
      readonly message: string;
      readonly help: string | null;
    };

export interface Misfit {
  readonly expected: string;
  readonly found: string;
  /** The words that would have been right, so that a misspelt one can be corrected. */
  readonly among?: readonly string[];
  /** What to do next. */
  readonly help?: string;
}
