/** Everything that can be wrong with a manifest. Members carry data; `render-problems.ts` turns them into words. */
import type { UnreadableFile } from '../util/regular-file.ts';
import { type Path, pathText } from './node.ts';
import { type Place, placeOf, type Span } from './source.ts';

/** What is wrong at one place of a file or of the command line. */
export type PlacedReason =
  | { readonly reason: 'yaml-syntax'; readonly message: string }
  | { readonly reason: 'tab-indentation' }
  | { readonly reason: 'unknown-anchor'; readonly name: string }
  | { readonly reason: 'recursive-anchor'; readonly name: string }
  /** More values than any manifest needs, aliases counted as often as they are used. */
  | { readonly reason: 'too-large' }
  | { readonly reason: 'too-deep' }
  /** A character that moves the cursor, ends the line or reverses the text. */
  | { readonly reason: 'control-character'; readonly character: string }
  /** More jobs, seeds, stages or the like than one manifest may have. */
  | { readonly reason: 'too-many'; readonly what: string }
  | { readonly reason: 'not-a-map' }
  | { readonly reason: 'duplicate-key'; readonly key: string }
  | { readonly reason: 'unknown-key'; readonly key: string }
  | { readonly reason: 'missing-key'; readonly key: string }
  | { readonly reason: 'bad-name'; readonly name: string }
  | { readonly reason: 'wrong-value' }
  /** A word that is none of a fixed list; `what` is the kind of thing it names, such as `data set`. */
  | { readonly reason: 'unknown-value'; readonly what: string; readonly value: string }
  /** A name that nothing in this manifest has. */
  | {
      readonly reason: 'unknown-reference';
      readonly what: 'stage' | 'method' | 'matrix key' | 'seed set';
      readonly name: string;
    }
  | { readonly reason: 'duplicate-item'; readonly item: string }
  /** `byCount`: the set runs into the other one only because a stage asks for more seeds than it lists. */
  | {
      readonly reason: 'shared-seed';
      readonly seed: number;
      readonly sets: readonly [string, string];
      readonly byCount: boolean;
    }
  | { readonly reason: 'seed-too-large'; readonly set: string }
  | { readonly reason: 'count-without-select'; readonly stage: string }
  | { readonly reason: 'seed-without-source'; readonly stage: string; readonly source: string }
  | { readonly reason: 'too-few-candidates'; readonly stage: string; readonly source: string }
  /** Two parts of the manifest that cannot go together; `partner` is the other one in words. */
  | {
      readonly reason: 'does-not-fit';
      readonly what: string;
      readonly word: string;
      readonly partner: string;
    }
  /** A declared search space that cannot be; `help` is what to do. */
  | { readonly reason: 'bad-space'; readonly help: string | null }
  | { readonly reason: 'endless-search'; readonly method: string }
  /** The chain of stages, its first again at the end. */
  | { readonly reason: 'stage-cycle'; readonly stages: readonly string[] }
  | { readonly reason: 'test-selection'; readonly metric: string }
  /** `otherSplit`: only because the jobs of the stage look at the other of validation and test. */
  | {
      readonly reason: 'not-measured';
      readonly metric: string;
      readonly stage: string;
      readonly otherSplit: boolean;
    }
  | { readonly reason: 'unknown-path'; readonly segment: string }
  | { readonly reason: 'bad-override' }
  | { readonly reason: 'unknown-profile'; readonly name: string }
  | { readonly reason: 'cannot-extend'; readonly base: string }
  /** The chain of files, its first again at the end. */
  | { readonly reason: 'extends-cycle'; readonly files: readonly string[] }
  /** A chain of more files than `mostFiles`; its first ones. */
  | { readonly reason: 'extends-too-far'; readonly files: readonly string[] }
  | { readonly reason: 'duplicate-id'; readonly id: string }
  /** Two names that are one file where case does not count. */
  | { readonly reason: 'same-but-case'; readonly name: string; readonly other: string }
  /** Two rows of reports that read the same. */
  | { readonly reason: 'same-label'; readonly label: string };

/** What every placed problem says besides its reason. */
export interface Detail {
  /** Dotted path of the value, or the empty text when it has none. */
  readonly path: string;
  /** The law. */
  readonly expected?: string;
  /** The value that breaks it. */
  readonly found?: string;
  /** What was probably meant, as it would be written. */
  readonly suggestion?: string | null;
  /** The problem appears only with this profile. */
  readonly profile?: string;
  /** The problem appears only with this value of a matrix. */
  readonly variant?: string;
}

export type PlacedProblem = PlacedReason & Place & Detail;

/** What is wrong with a file as a whole. */
export type FileProblem = { readonly file: string } & (
  | { readonly reason: 'cannot-read'; readonly why: UnreadableFile }
  | { readonly reason: 'not-utf8'; readonly byte: number }
  | { readonly reason: 'empty-file' }
  | { readonly reason: 'unknown-id'; readonly id: string; readonly suggestion: string | null }
);

export type ManifestProblem = PlacedProblem | FileProblem;

export function problemAt(
  span: Span,
  path: Path,
  reason: PlacedReason,
  detail: Omit<Detail, 'path'> = {},
): PlacedProblem {
  return { ...reason, ...placeOf(span), path: pathText(path), ...detail };
}
