/** Headlines of problems with manifests, and what a person should know beyond the law that was broken. */
import type { Detail, FileProblem, PlacedProblem, PlacedReason } from '../manifest-tree/problem.ts';
import type { UnreadableFile } from '../util/regular-file.ts';

type Reason = PlacedReason['reason'];
type ProblemOf<R extends Reason> = Extract<PlacedReason, { readonly reason: R }> & Detail;

/** What is wrong, in one line. */
export function placedHeadline(problem: PlacedProblem): string {
  // The table has one entry for each reason, which takes just the problems with that reason.
  return (headlines[problem.reason] as (problem: PlacedProblem) => string)(problem);
}

/** Why the law is as it is, or how to follow it; null when the law says enough. */
export function noteOn(problem: PlacedProblem): string | null {
  // As in the table of headlines, each entry takes just the problems with its reason.
  const note = notes[problem.reason] as string | ((problem: PlacedProblem) => string | null) | undefined;
  return typeof note === 'function' ? note(problem) : (note ?? null);
}

/** Null when nothing in particular was probably meant. */
export function suggestionText({ reason, suggestion }: PlacedProblem): string | null {
  if (!suggestion) return null;
  return reason === 'wrong-value' ? `put it in quotes: ${suggestion}` : `did you mean ${quoted(suggestion)}?`;
}

const quoted = (text: string): string => JSON.stringify(text);

const parentOf = (path: string, key: string): string => path.slice(0, -key.length - 1) || 'the manifest';

const headlines: { readonly [R in Reason]: (problem: ProblemOf<R>) => string } = {
  'yaml-syntax': ({ message }) => `not valid YAML: ${message}`,
  'tab-indentation': () => 'a tab indents this line',
  'unknown-anchor': ({ name }) => `no anchor &${name} comes before this alias`,
  'recursive-anchor': ({ name }) => `the alias *${name} is part of what it names`,
  'too-large': () => 'this holds more values than a manifest can have',
  'too-deep': () => 'lists and maps lie too deep in each other',
  'control-character': ({ character, path }) => `the invisible character ${character} in ${path || 'a key'}`,
  'too-many': ({ what }) => `too many ${what}`,
  'not-a-map': () => 'a manifest is a map of keys to values',
  'duplicate-key': ({ key, path }) => `duplicate key ${quoted(key)} in ${parentOf(path, key)}`,
  'unknown-key': ({ key, path }) => `unknown key ${quoted(key)} in ${parentOf(path, key)}`,
  'missing-key': ({ key, path }) => `missing key ${quoted(key)} in ${parentOf(path, key)}`,
  'bad-name': ({ name, path }) => `${quoted(name)} cannot be a name in ${parentOf(path, name)}`,
  'wrong-value': ({ path }) => `wrong value for ${path}`,
  'unknown-value': ({ what, value, path }) => `unknown ${what} ${quoted(value)} in ${path}`,
  'unknown-reference': ({ what, name, path }) => `unknown ${what} ${quoted(name)} in ${path}`,
  'duplicate-item': ({ item, path }) => `${item} is listed twice in ${path.slice(0, path.lastIndexOf('.'))}`,
  'shared-seed': ({ seed, sets: [set, other], byCount }) =>
    byCount
      ? `seed set ${set} runs into ${other} at seed ${seed}`
      : `seed ${seed} is in two sets, ${other} and ${set}`,
  'seed-too-large': ({ set }) => `seed set ${set} runs past the largest seed`,
  'count-without-select': ({ stage }) => `stage ${stage} counts seeds but selects nothing`,
  'seed-without-source': ({ stage, source }) =>
    `stage ${stage} has seeds that its source ${source} does not run`,
  'too-few-candidates': ({ stage, source }) => `stage ${stage} keeps more than ${source} offers`,
  'stage-cycle': ({ stages }) =>
    stages.length === 2
      ? `stage ${stages[0]} waits for itself`
      : `the stages ${stages.slice(0, -2).join(', ')} and ${stages.at(-2)} wait for each other in a cycle`,
  'does-not-fit': ({ what, word, partner }) => `the ${what} ${word} does not go with ${partner}`,
  'bad-space': ({ path }) => `wrong search space at ${path}`,
  'endless-search': ({ method }) => `the search of method ${method} never ends`,
  'test-selection': ({ metric }) => `selection cannot look at the test metric ${metric}`,
  'not-measured': ({ metric, stage }) => `stage ${stage} does not measure ${metric}`,
  'unknown-path': ({ path }) => `no value at ${path} to override`,
  'bad-override': () => 'not an override',
  'unknown-profile': ({ name }) => `unknown profile ${quoted(name)}`,
  'cannot-extend': ({ base }) => `cannot read ${base}, which this manifest extends`,
  'extends-cycle': ({ files }) => `the manifests extend each other in a cycle: ${files.join(' -> ')}`,
  'extends-too-far': () => 'the manifests that extend each other make too long a chain',
  'same-but-case': ({ name, other }) => `${quoted(name)} and ${quoted(other)} differ in case alone`,
  'same-label': ({ label }) => `two method variants are called ${quoted(label)}`,
  'duplicate-id': ({ id }) => `two manifests have the id ${quoted(id)}`,
};

const notes: { readonly [R in Reason]?: string | ((problem: ProblemOf<R>) => string | null) } = {
  'tab-indentation': 'YAML is indented with spaces only; set your editor to insert spaces',
  'shared-seed': 'sets are compared as independent samples, so no seed may count in two of them',
  'count-without-select': 'without a select, each job trains the architecture found with its own seed',
  'seed-without-source': 'without a select, each job trains the architecture found with its own seed',
  'test-selection':
    'a choice made on the test images makes the test number of the chosen one optimistic; ' +
    'select on a validation metric, and report the test metric',
  'too-many': ({ what }) =>
    what === 'jobs' ? 'shorten the matrix, the seed sets or the stages, or divide the manifest in two' : null,
  'same-but-case': 'each becomes a file, and on some systems these two would be the same one',
  'same-label':
    'rows of reports are told apart by what the variants are called; `{name}` in a label stands for a value of the matrix',
  'bad-space': ({ help }) => help,
  'control-character': 'remove it; a title or a name is one line of visible text',
  'not-measured': ({ otherSplit }) =>
    otherSplit ? 'a job sees either the validation or the test examples, never both' : null,
};

export interface FileText {
  readonly headline: string;
  readonly help: string | null;
}

export function fileText(problem: FileProblem): FileText {
  switch (problem.reason) {
    case 'cannot-read':
      return { headline: cannotRead(problem.why), help: null };
    case 'not-utf8':
      return { headline: `byte ${problem.byte} is not valid UTF-8`, help: 'save the file as UTF-8' };
    case 'empty-file':
      return { headline: 'the file is empty', help: 'begin one with `reprise new`' };
    case 'unknown-id': {
      const { id, suggestion } = problem;
      const help =
        suggestion === null ? '`reprise list` shows every id' : `did you mean ${quoted(suggestion)}?`;
      return { headline: `no manifest has the id ${quoted(id)}`, help };
    }
    default:
      return problem satisfies never;
  }
}

function cannotRead(why: UnreadableFile): string {
  if (why.reason === 'not-a-file') return `cannot read the file: it is a ${why.kind}`;
  if (why.reason === 'too-long') {
    return `the file is too long: expected at most ${why.mostBytes} bytes, found ${why.foundBytes}`;
  }
  return `cannot read the file: ${readErrors[why.code] ?? why.code}`;
}

const readErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'its name is too long',
};
