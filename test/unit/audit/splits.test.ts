/** Which divisions of a data set an audit compares, with the comparison itself. */
import { expect, test } from 'vitest';
import { compareSplits } from '../../../architectures/splits.ts';
import { splitFindings } from '../../../runner/audit/checks/splits.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok } from '../../../schemas/result.ts';

type Evidence = Parameters<typeof splitFindings>[0];

const task = { kind: 'image-classification', data: 'textures10', trainPortion: 0.5 };
const search = (method: JsonObject, settings: JsonObject = task) => ({
  kind: 'search',
  parameters: { task: settings, method },
});
const training = { kind: 'train', parameters: { task, training: {}, measure: 'test' } };
const selection = { kind: 'select', parameters: { metric: 'validation.errorPercent' } };

async function found(...jobs: readonly object[]): Promise<string[]> {
  const experiment = { graph: { jobs }, foldersOf: () => ({ dataFolder: null }), hasData: () => true };
  const findings = await splitFindings({ call: 'x', experiment } as unknown as Evidence, async (request) =>
    ok(await compareSplits(request)),
  );
  return findings.map(({ verdict, evidence }) => `${verdict}: ${evidence[0]?.split(':')[0]}`);
}

test('a method that divides the training images otherwise than the task is compared by its own portion', async () => {
  const jobs = [search({ kind: 'darts' }), search({ kind: 'enas', trainPortion: 0.8 }), training, selection];
  expect(await found(...jobs)).toEqual([
    'met: 750 train, 750 validation, 1000 test',
    'met: 1200 train, 300 validation, 1000 test',
  ]);
});

test('the portion of a method that is tuned counts, and each division is compared once', async () => {
  const tuned = { kind: 'tune', method: { kind: 'enas', trainPortion: 0.9 } };
  expect(await found(search(tuned), search({ ...tuned, brackets: 2 }))).toEqual([
    'met: 1350 train, 150 validation, 1000 test',
  ]);
  const written = { kind: 'enas', trainPortion: 0.5 };
  expect(await found(search(written), search({ kind: 'darts' }), training)).toEqual([
    'met: 750 train, 750 validation, 1000 test',
  ]);
});

test('a method says nothing of the parts of a task that has none', async () => {
  expect(
    await found(
      search({ kind: 'enas', trainPortion: 0.9 }, { kind: 'tabular-benchmark', data: 'nasbench101' }),
    ),
  ).toEqual(['cannot be told: what the task reads has no parts that the audit knows']);
});
