/**
 * What is fuzzed: readers of files and texts that others write. Each takes any input and keeps the law: it gives a value, or
 * problems that have words. The program runs in a process of its own, which may not survive.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarkFailureText } from '../../experiments/benchmark/failure.ts';
import { loadNasbench101 } from '../../experiments/benchmark/nasbench101-table.ts';
import { parseCifar10 } from '../../experiments/data/cifar10.ts';
import { wordCorpus } from '../../experiments/data/language/text-corpora.ts';
import { parseOptdigits } from '../../experiments/data/optdigits.ts';
import { draws } from '../../experiments/rng/draws.ts';
import { key } from '../../experiments/rng/key.ts';
import { readCnnGenotype } from '../../experiments/space/darts-cnn/read.ts';
import { readRnnGenotype } from '../../experiments/space/darts-rnn/read.ts';
import { DeclaredArchitectures } from '../../experiments/space/declared/space.ts';
import { readSpec } from '../../experiments/space/nasbench101/read.ts';
import { checkCorpus } from '../../runner/data/check-corpus.ts';
import { checkOptdigits } from '../../runner/data/check-optdigits.ts';
import { readIndex } from '../../runner/data/data-index.ts';
import { dataProblemText } from '../../runner/data/data-problem-text.ts';
import { readLines } from '../../runner/exec/command/live-lines.ts';
import { readMetrics } from '../../runner/exec/command/read-metrics.ts';
import { expand } from '../../runner/graph/expand.ts';
import { parseLock } from '../../runner/lock/lock-file.ts';
import { lockProblemText } from '../../runner/lock/lock-problem.ts';
import { failureText } from '../../runner/log/failure-text.ts';
import { findManifests, loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import { readGiven } from '../../runner/query/given-file.ts';
import { queryProblemsText } from '../../runner/query/problem-text.ts';
import { readJournal } from '../../runner/store/journal.ts';
import { layoutOf } from '../../runner/store/layout.ts';
import { parseRecord } from '../../runner/store/record-file.ts';
import type { KeyedCommand } from '../../schemas/command.ts';
import { readDeclaration } from '../../schemas/declared-space/read-declaration.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { toJobKey } from '../../schemas/ids.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { QueryProblem } from '../../schemas/query.ts';
import type { Result } from '../../schemas/result.ts';

/** What was said about an input; null when it was taken. */
type Target = (input: Uint8Array) => string | null;

const folder = mkdtempSync(join(tmpdir(), 'reprise-fuzz-'));
const text = (input: Uint8Array): string => new TextDecoder().decode(input);

function put(name: string, input: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, input);
  return path;
}

const said = <F>(result: Result<unknown, F>, words: (failures: readonly F[]) => string): string | null =>
  result.ok ? null : words(result.failures);

const jobFailures = (failures: readonly JobFailure[]): string => failures.map(failureText).join('\n');

const ownMetrics: KeyedCommand['metrics'] = [
  { name: 'validation.error', goal: 'minimize' },
  { name: 'test.error', goal: 'minimize' },
];

function manifest(input: Uint8Array): string | null {
  const file = put('m.yaml', input);
  const loaded = loadManifest(file);
  if (loaded.ok) expand(loaded.value.manifest);
  return said(loaded, renderProblems);
}

function listing(input: Uint8Array): string | null {
  const found = findManifests(join(put('manifests/m.yaml', input), '../..'));
  const problems = found.flatMap((each) => each.problems);
  return problems.length === 0 ? null : renderProblems(problems);
}

/** The first line is an override, and the good manifest it is for lies beside. */
function override(input: Uint8Array): string | null {
  const [set = '', ...rest] = text(input).split('\u0001');
  const file = put('s.yaml', new TextEncoder().encode(rest.join('\u0001')));
  const loaded = loadManifest(file, { sets: [set], profile: set.slice(0, 20) });
  const alone = loadManifest(file, { sets: [set] });
  if (alone.ok) expand(alone.value.manifest);
  return [loaded, alone].map((each) => said(each, renderProblems) ?? '').join('') || null;
}

const query =
  (read: (value: unknown) => Result<unknown, QueryProblem>): Target =>
  (input) => {
    const given = readGiven(folder, put('g.json', input));
    if (!given.ok) return given.failures.join('\n');
    const { architecture, file } = given.value;
    if (!('value' in architecture)) return 'a name';
    return said(read(architecture.value), (problems) => queryProblemsText(problems, file));
  };

const digits = (input: Uint8Array): string | null => {
  const copy = put('optdigits.tra', input);
  const problems = checkOptdigits({ name: 'optdigits.tra', copy, shownAs: copy });
  const parsed = parseOptdigits('optdigits.tra', text(input));
  if (problems.length === 0 && !parsed.ok)
    throw new Error(`Added, but not read: ${jobFailures(parsed.failures)}`);
  return problems.length === 0 ? null : problems.map(dataProblemText).join('\n');
};

function corpus(input: Uint8Array): string | null {
  const file = { name: 'ptb.train.txt', copy: put('ptb.train.txt', input), shownAs: 'ptb.train.txt' };
  const part = { file: file.name, text: text(input) };
  return [
    ...checkCorpus('ptb', [file, { ...file, name: 'ptb.test.txt' }]).map(dataProblemText),
    said(wordCorpus('ptb', [part, part, part]), jobFailures) ?? '',
  ].join('\n');
}

const index = (input: Uint8Array): string | null => {
  put('index.json', input);
  return said(readIndex('optdigits', folder), (problems) => problems.map(dataProblemText).join('\n'));
};

const layout = layoutOf(folder);

function journal(input: Uint8Array): string | null {
  put('runs/r/journal.jsonl', input);
  readJournal(layout, 'r');
  return null;
}

/** Asked for under the key that it says is its own, so that more of it is looked at. */
function record(input: Uint8Array): string | null {
  const own = /"key":"([0-9a-f]{64})"/.exec(text(input))?.[1];
  const parsed = parseRecord(text(input), toJobKey(own ?? '0'.repeat(64)));
  if ('record' in parsed) return null;
  return 'wrong' in parsed ? parsed.wrong : 'outdated';
}

/** What is read can be counted, drawn, changed and named. */
function declaration(input: Uint8Array): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text(input));
  } catch {
    return 'not JSON';
  }
  const read = readDeclaration(isJsonObject(value as JsonValue) ? (value as JsonObject) : {});
  if (!read.ok) return read.failures.map(({ path, expected }) => `${path.join('.')}: ${expected}`).join('\n');
  const space = new DeclaredArchitectures(read.value);
  const source = draws(key(1));
  const architecture = space.sample(source);
  for (const each of [architecture, space.mutate(architecture, source)]) {
    if (space.validate(each).length > 0) throw new Error(`Drawn, but refused: ${JSON.stringify(each)}`);
    if (space.id(space.decode(space.encode(each))) !== space.id(each)) throw new Error('Another id');
  }
  return null;
}

export const targets: Readonly<Record<string, Target>> = {
  manifest,
  listing,
  override,
  lock: (input) =>
    said(parseLock(text(input), 'x.lock.json', 'x'), (all) => all.map(lockProblemText).join('\n')),
  record,
  journal,
  'own-metrics': (input) =>
    said(readMetrics(text(input), { declared: ownMetrics, measure: 'validation' }), jobFailures),
  'own-lines': (input) => said(readLines(text(input), 'validation'), jobFailures),
  cnn: query((value) => readCnnGenotype(value)),
  rnn: query(readRnnGenotype),
  spec: query((value) => readSpec(value)),
  declaration,
  digits,
  cifar10: (input) => said(parseCifar10('data_batch_1.bin', input), jobFailures),
  corpus,
  index,
  table: (input) =>
    said(loadNasbench101(put('t.columns', input)), (all) => all.map(benchmarkFailureText).join('\n')),
};

/** Folders that the targets write into. */
export const subfolders = ['manifests', 'runs/r'].map((name) => join(folder, name));
export const scratch = folder;
