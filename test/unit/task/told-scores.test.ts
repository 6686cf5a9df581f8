/** In every task of which a worker computes trials, they are told scores that tell architectures apart. */

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { loadTask, taskKinds } from '../../../experiments/registry/tasks.ts';
import { contextOf } from '../job/in-process-trials.ts';
import { readLines, TinyJobs } from '../job/tiny-jobs.ts';
import { tinySearches } from '../job/tiny-methods.ts';

const jobs = new TinyJobs();

beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(jobs.folder, { recursive: true, force: true }));

interface Finished {
  readonly architecture: string;
  readonly values: readonly unknown[];
}

async function finishedTrials(kind: string, scores: readonly string[]): Promise<readonly Finished[]> {
  const search = tinySearches.find(({ kind: method, task }) => method === 'random' && task === kind);
  if (!search) throw new Error(`Random search does not fit ${kind}`);
  const spec = jobs.searchElsewhere(1, search.parameters);
  const result = await runSearch(contextOf(spec));
  expect(result).toEqual({ ok: true, value: null });
  return readLines(spec, 'decisions.jsonl')
    .filter(({ event, isValid }) => event === 'finish' && isValid === true)
    .map((line) => {
      const told = Object.keys(line).filter((field) => field.startsWith('validation'));
      expect(told).toEqual(scores.toSorted());
      return { architecture: String(line['architecture']), values: scores.map((score) => line[score]) };
    });
}

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** What a program of the user's own is asked, `command-search.test.ts` says. */
const computed = taskKinds.filter((kind) => kind !== 'command');

test.each(computed)('%s', { timeout: 120_000 }, async (kind) => {
  const scores = (await loadTask(kind))?.scores.filter(({ splits }) => splits.includes('validation')) ?? [];
  const fields = scores.map(({ name }) => `validation${capital(name)}`);
  const trials = await finishedTrials(kind, fields);
  const different = new Set(trials.map(({ architecture }) => architecture));
  expect(different.size).toBeGreaterThan(1);
  // Error rates of a few images may tie; all scores together hardly do.
  expect(new Set(trials.map(({ values }) => JSON.stringify(values))).size).toBeGreaterThan(1);
  for (const { values } of trials) for (const value of values) expect(value).toBeTypeOf('number');
});

test('the perplexity of each recurrent cell is its own', { timeout: 120_000 }, async () => {
  const trials = await finishedTrials('language-modelling', ['validationPerplexity', 'validationLoss']);
  const different = new Set(trials.map(({ architecture }) => architecture));
  expect(new Set(trials.map(({ values }) => values[0])).size).toBe(different.size);
});
