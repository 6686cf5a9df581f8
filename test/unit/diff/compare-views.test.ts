/** Every kind of difference between two sides, one at a time, and what a side does not tell. */
import { describe, expect, test } from 'vitest';
import { compareSides } from '../../../runner/diff/compare-sides.ts';
import { diffText } from '../../../runner/diff/diff-text.ts';
import { type EvidenceView, known, type ReachedCode, unknown } from '../../../runner/diff/evidence-view.ts';
import { type LockEvidence, lockView } from '../../../runner/diff/lock-view.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { diffFormat, type RunDiff } from '../../../schemas/diff.ts';
import { toGitTree, toSeed } from '../../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../../schemas/lock.ts';
import type { ResolvedManifest } from '../../../schemas/manifest.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { lockedJobOf, lockedProfileOf, testMetrics } from '../../util/locked.ts';
import { recordOf, someCode, someCommit } from '../../util/records.ts';

const labels = ['m/first/search/s1', 'm/first/retrain/s1', 'm/first/evaluate/s1'] as const;
const [search, retrain, evaluate] = labels;

const jobs = (): Record<string, LockedJob> =>
  Object.fromEntries(
    labels.map((label, i) => [label, lockedJobOf(label, `metrics ${label}`, testMetrics(20 + i))]),
  );

const code: ReachedCode = {
  files: { 'experiments/worker.ts': 'a'.repeat(40) },
  packages: { 'node_modules/x': '1.0.0 sha512-x' },
  settings: { build: { flags: ['-O3'] } },
};

const manifest = (value: object): ResolvedManifest => value as ResolvedManifest;

type Parts = Partial<LockEvidence> & {
  readonly profile?: Partial<LockedProfile>;
  readonly jobs?: Record<string, LockedJob>;
};

function view({ profile = {}, jobs: own = jobs(), ...rest }: Parts = {}): EvidenceView {
  const locked = lockedProfileOf(own, profile);
  return lockView({
    side: { name: 'x', kind: 'lock', id: 'x', profile: 'base', commit: locked.commit },
    locked,
    resolved: known(
      manifest({ seedSets: { first: [1, 2] }, reports: { main: { columns: [{ show: 'mean' }] } } }),
    ),
    reached: async () => known(code),
    recordOf: () => undefined,
    noRecord: 'there is no record',
    texts: async () => new Map(),
    ...rest,
  });
}

/** Whatever differs is in the format that the command promises. */
async function compare(a: EvidenceView, b: EvidenceView): Promise<RunDiff> {
  const diff = await compareSides(a, b);
  expect(diffFormat.read(diff)).toEqual({ ok: true, value: diff });
  return diff;
}

const changed = (
  label: string,
  change: (job: LockedJob) => Partial<LockedJob>,
): Record<string, LockedJob> => {
  const all = jobs();
  const job = all[label];
  if (job === undefined) throw new Error('expected a job');
  return { ...all, [label]: { ...job, ...change(job) } };
};

const record = (epochs: number, environment: Partial<JobRecord['environment']> = {}): JobRecord => {
  const made = recordOf(
    {
      ...{ keyVersion: 2, kind: 'search', parameters: { epochs }, seed: toSeed(1), inputs: {}, data: null },
      ...{ code: someCode, engine: { name: 'wasm', version: 1 } },
    },
    search,
    { 'metrics.json': 'same' },
  );
  return { ...made, environment: { ...made.environment, ...environment } };
};

const lockedRecord = ({ key }: JobRecord): Record<string, LockedJob> => ({
  [search]: { ...lockedJobOf('any', 'same', null, { 'metrics.json': 'same' }), key },
});

test('two equal sides have no difference, and say what neither tells', async () => {
  const diff = await compare(view(), view());
  expect(diff).toMatchObject({ isEqual: true, jobs: { inBoth: 3, differing: [] }, code: { unknown: [] } });
  expect(diff.environment.unknown).toEqual([
    `the machine of 3 jobs of a, first ${search}: there is no record`,
    `the machine of 3 jobs of b, first ${search}: there is no record`,
  ]);
  expect(diffText(diff)).toMatch(/\nno difference in what both tell\n$/);
});

describe('manifests differ', () => {
  const other = sha256('other');

  test('in a field, and in one of a list, with both values', async () => {
    const b = view({
      profile: { manifest: other },
      resolved: known(
        manifest({
          reports: { main: { columns: [{ show: 'best' }] } },
          seedSets: { first: [1, 3] },
          space: {},
        }),
      ),
    });
    expect((await compare(view(), b)).manifest).toEqual({
      fields: [
        { name: 'reports.main.columns.[0].show', a: '"mean"', b: '"best"' },
        { name: 'seedSets.first', a: '[1,2]', b: '[1,3]' },
      ],
      unknown: [],
    });
  });

  test('by digest alone where a side does not have it', async () => {
    const b = view({ profile: { manifest: other }, resolved: unknown('it is not here') });
    const { manifest: found, isEqual } = await compare(view(), b);
    expect(found).toEqual({
      fields: [{ name: '(digest)', a: sha256('manifest'), b: other }],
      unknown: ['the fields of the manifest of b: it is not here'],
    });
    expect(isEqual).toBe(false);
  });

  test('in the order of their fields alone is no difference', async () => {
    const a = view({ resolved: known(manifest({ list: [{ x: 1, y: 2 }] })) });
    const b = view({ profile: { manifest: other }, resolved: known(manifest({ list: [{ y: 2, x: 1 }] })) });
    // The digests say otherwise, and so there is something that the fields do not show.
    expect((await compare(a, b)).manifest.fields.map(({ name }) => name)).toEqual(['(digest)']);
  });
});

describe('code differs', () => {
  const otherTree = { code: { ...lockedProfileOf({}).code, runner: toGitTree('9'.repeat(40)) } };
  const otherKey = changed(search, () => ({ key: lockedJobOf('other', '').key }));

  test('in the files, packages and settings that jobs reach', async () => {
    const now: ReachedCode = {
      files: { 'experiments/worker.ts': 'b'.repeat(40), 'experiments/new.ts': 'c'.repeat(40) },
      packages: { 'node_modules/x': '1.1.0 sha512-y' },
      settings: { build: { flags: ['-O2'] } },
    };
    const b = view({ profile: otherTree, jobs: otherKey, reached: async () => known(now) });
    const diff = await compare(view(), b);
    expect(diff.code).toEqual({
      files: [
        { name: 'experiments/new.ts', a: null, b: 'c'.repeat(40) },
        { name: 'experiments/worker.ts', a: 'a'.repeat(40), b: 'b'.repeat(40) },
      ],
      packages: [{ name: 'node_modules/x', a: '1.0.0 sha512-x', b: '1.1.0 sha512-y' }],
      settings: [{ name: 'build.flags', a: '["-O3"]', b: '["-O2"]' }],
      parts: [],
      unknown: [],
    });
    expect(diffText(diff)).toContain('code: 2 files, 1 package, 1 setting differ\n');
  });

  test('in a folder that no job reaches is no difference', async () => {
    expect((await compare(view(), view({ profile: otherTree, jobs: otherKey }))).code.parts).toEqual([]);
  });

  test('by folder where a side does not tell what jobs reach', async () => {
    const b = view({ profile: otherTree, jobs: otherKey, reached: async () => unknown('no clone') });
    expect((await compare(view(), b)).code).toMatchObject({
      parts: [{ name: 'runner', a: '3'.repeat(40), b: '9'.repeat(40) }],
      unknown: ['the code that the jobs reach of b: no clone'],
    });
  });

  test('is not looked into where every job has the same key', async () => {
    const reached = async (): Promise<never> => {
      throw new Error('looked into the code');
    };
    const { code: found } = await compare(view({ reached }), view({ profile: otherTree, reached }));
    expect(Object.values(found).flat()).toEqual([]);
  });

  test('of a program of the user’s own is told by keys', async () => {
    const declared = view({ jobs: otherKey, resolved: known(manifest({ task: { kind: 'command' } })) });
    expect((await compare(view(), declared)).code.unknown).toEqual([
      'the files that the task `command` declares: nothing lists them; the keys of its jobs cover them',
    ]);
  });
});

describe('environments differ', () => {
  const at = (environment: Partial<JobRecord['environment']>): EvidenceView => {
    const found = record(1, environment);
    return view({ jobs: lockedRecord(found), recordOf: () => found });
  };

  test('in each field, with the number of jobs', async () => {
    const { environment } = await compare(at({}), at({ node: 'v22.1.0', device: 'gpu:0' }));
    expect(environment).toEqual({
      fields: [
        { name: 'node', a: 'v20.19.0', b: 'v22.1.0', jobs: 1 },
        { name: 'device', a: 'cpu', b: 'gpu:0', jobs: 1 },
      ],
      unknown: [],
    });
  });

  test('not by the core that a worker was given', async () => {
    expect((await compare(at({ device: 'cpu:0' }), at({ device: 'cpu:7' }))).isEqual).toBe(true);
  });

  test('in the engine', async () => {
    const b = view({ profile: { engine: { name: 'wasm', version: 2, determinism: 'bit-exact' } } });
    expect((await compare(view(), b)).environment.fields).toEqual([
      { name: 'engine.version', a: '1', b: '2', jobs: 3 },
    ]);
  });
});

describe('jobs differ', () => {
  test('first where the graph has the first one, with every number of it', async () => {
    const other = { ...jobs(), ...changed(evaluate, () => ({ metrics: testMetrics(30) })) };
    const before = changed(retrain, ({ outputs }) => ({
      outputs: { ...outputs, 'metrics.json': sha256('else') },
      metrics: testMetrics(25),
    }));
    const diff = await compare(
      view(),
      view({ jobs: { ...before, [evaluate]: other[evaluate] as LockedJob } }),
    );
    expect(diff.jobs.differing.map(({ label }) => label)).toEqual([retrain, evaluate]);
    expect(diff.jobs.differing[0]).toEqual({
      label: retrain,
      seed: { a: 1, b: 1 },
      computation: 'same',
      because: [],
      result: 'differs',
      outputs: ['metrics.json'],
      metrics: [{ name: 'test.errorPercent', a: 21, b: 25, difference: 4 }],
    });
    expect(diffText(diff)).toContain(
      'jobs: 2 of 3 jobs in both differ\n' +
        `  first: ${retrain}, seed 1: the same computation, by its key, gave other results\n` +
        '    other bytes in metrics.json\n' +
        '    test.errorPercent: 21 -> 25 (+4)\n',
    );
  });

  test('in a seed', async () => {
    const diff = await compare(view(), view({ jobs: changed(search, () => ({ seed: toSeed(7) })) }));
    expect(diff.jobs.differing).toMatchObject([{ label: search, seed: { a: 1, b: 7 } }]);
    expect(diffText(diff)).toContain(`first: ${search}, seed 1 -> 7`);
  });

  test('in a number that the bytes do not have, as a lock does that was changed by hand', async () => {
    const { jobs: found } = await compare(
      view(),
      view({ jobs: changed(evaluate, () => ({ metrics: { test: { errorPercent: 'NaN' } } as never })) }),
    );
    expect(found.differing[0]).toMatchObject({ outputs: [], result: 'differs' });
    expect(found.differing[0]?.metrics[0]).toEqual({
      name: 'test.errorPercent',
      a: 22,
      b: 'NaN',
      difference: null,
    });
  });

  test('in a file that one side lacks', async () => {
    const b = view({
      jobs: changed(search, () => ({ outputs: { 'metrics.json': sha256(`metrics ${search}`) } })),
    });
    expect((await compare(view(), b)).jobs.differing[0]?.outputs).toEqual(['weights.bin']);
  });

  test('where one side has none', async () => {
    const { [retrain]: gone, ...rest } = jobs();
    const diff = await compare(view(), view({ jobs: { ...rest, 'm/first/evaluate/s2': gone as LockedJob } }));
    expect(diff.jobs).toMatchObject({ inBoth: 2, onlyA: [retrain], onlyB: ['m/first/evaluate/s2'] });
    expect(diffText(diff)).toContain(
      `jobs: 1 only in a, first ${retrain}; 1 only in b, first m/first/evaluate/s2\n`,
    );
  });

  test('where one side has no result of it', async () => {
    const b = view();
    const cut = b.jobs.map((job) => (job.label === evaluate ? { ...job, result: known(null) } : job));
    const diff = await compare(view(), { ...b, jobs: cut });
    expect(diff.jobs.differing).toMatchObject([{ label: evaluate, result: 'only a' }]);
    expect(diffText(diff)).toContain(`first: ${evaluate}, seed 1: b has no result of it\n`);
  });

  test('in what their keys are made of', async () => {
    const [a, b] = [record(1), record(2)];
    const diff = await compare(
      view({ jobs: lockedRecord(a), recordOf: () => a }),
      view({ jobs: lockedRecord(b), recordOf: () => b }),
    );
    expect(diff.jobs.otherKeys).toMatchObject([
      { computation: 'other', result: 'equal', because: [{ name: 'parameters.epochs', a: '1', b: '2' }] },
    ]);
    expect(diff.isEqual).toBe(false);
  });

  test('not by a record with other outputs than the locked ones, which is no evidence of them', async () => {
    const found = record(1);
    const jobsOf = { [search]: { ...lockedJobOf('any', 'another'), key: found.key } };
    const { environment } = await compare(
      view({ jobs: jobsOf, recordOf: () => found }),
      view({ jobs: jobsOf, recordOf: () => found }),
    );
    expect(environment.unknown).toHaveLength(2);
  });

  test('not where a run does not list what it found', async () => {
    const whole = view();
    const part: EvidenceView = {
      ...whole,
      side: { ...whole.side, kind: 'run' },
      jobs: [...whole.jobs.slice(1)].reverse(),
      unlisted: 'its journal does not tell',
    };
    const there = await compare(part, whole);
    expect(there.jobs).toMatchObject({ inBoth: 2, onlyB: [], differing: [] });
    expect(there.jobs.unknown).toEqual([
      `whether a has 1 more job, first ${search}: its journal does not tell`,
    ]);
    // The graph orders jobs, whichever side has it.
    const late = { ...part, jobs: part.jobs.map((job) => ({ ...job, seed: known(9) })) };
    for (const [one, other] of [
      [late, whole],
      [whole, late],
    ] as const) {
      const { jobs: found } = await compare(one, other);
      expect(found.differing.map(({ label }) => label)).toEqual([retrain, evaluate]);
    }
  });

  test('with numbers that a side does not tell are said to be open', async () => {
    const a = view();
    const b = view({
      jobs: changed(search, ({ outputs }) => ({ outputs: { ...outputs, 'metrics.json': sha256('else') } })),
    });
    const untold = b.jobs.map((job) =>
      'value' in job.result && job.result.value !== null
        ? { ...job, result: known({ ...job.result.value, metrics: unknown('they are gone') }) }
        : job,
    );
    const { jobs: found } = await compare(a, { ...b, jobs: untold });
    expect(found.differing).toMatchObject([{ label: search, metrics: [] }]);
    expect(found.unknown).toEqual([`the numbers of 1 job of b, first ${search}: they are gone`]);
  });
});

describe('reports differ', () => {
  const text = (mean: number): string =>
    JSON.stringify({
      ...{ formatVersion: 1, kind: 'table', name: 'main', title: 'T', rowsAre: 'method' },
      columns: [
        {
          metric: 'test.errorPercent',
          stage: 'evaluate',
          label: 'Test error',
          unit: '%',
          scale: 1,
          show: 'mean',
          goal: 'minimize',
        },
      ],
      rows: [
        {
          ...{ label: 'Random', method: 'random', seedSet: 'first' },
          cells: [
            { n: 2, mean, std: 1, best: 1, worst: 2, median: 1, published: null, values: [], missing: [] },
          ],
        },
      ],
    });
  const withReport = (content: string, texts?: ReadonlyMap<string, string>): EvidenceView =>
    view({
      profile: { reports: { 'main.json': sha256(content), 'main.md': sha256('report') } },
      texts: async () => texts ?? new Map([['main.json', content]]),
    });

  test('cell by cell, by the names that the table shows', async () => {
    const diff = await compare(withReport(text(20)), withReport(text(21.5)));
    expect(diff.reports.cells).toEqual([
      {
        report: 'main',
        row: 'Random first',
        column: 'Test error, mean (%)',
        a: 20,
        b: 21.5,
        difference: 1.5,
      },
    ]);
    expect(diffText(diff)).toContain(
      'reports: 1 file, 1 cell differ\n  main, Random first, Test error, mean (%): 20 -> 21.5 (+1.5)\n  main.json: other bytes\n',
    );
  });

  test('of another kind value by value, keys left out', async () => {
    const curve = (y: number): string =>
      JSON.stringify({
        kind: 'curve',
        lines: [{ label: 'Random', points: [{ x: 1, y }] }],
        jobKey: String(y),
      });
    const { reports } = await compare(withReport(curve(1)), withReport(curve(2)));
    expect(reports.cells).toEqual([
      { report: 'main', row: 'lines Random points 0', column: 'y', a: 1, b: 2, difference: 1 },
    ]);
  });

  test('by digest where a side has no more, and only where a file is', async () => {
    const { reports } = await compare(withReport(text(20)), withReport(text(21), new Map()));
    expect(reports.cells).toEqual([]);
    expect(reports.unknown).toEqual(['the cells of main of b: only the digest of the report is at hand']);
    const more = view({ profile: { reports: { 'more.md': sha256('more') } } });
    expect(diffText(await compare(view(), more))).toContain('main.md: only in a\n  more.md: only in b\n');
  });
});

test('what comes from files is shown harmless, and long lists are cut', async () => {
  const fields = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, i]));
  const b = view({
    profile: { manifest: sha256('other') },
    resolved: known(manifest({ ...fields, bad: 'x\u001b[31m' })),
  });
  const text = diffText(await compare(view({ resolved: known(manifest({})) }), b));
  expect(text).toContain('manifest: 21 fields differ\n  bad: nothing -> "x\\u001b[31m"\n');
  expect(text).toContain('  and 13 more; --json lists all\n');
  expect(text).toContain(`commit ${someCommit.slice(0, 12)}`);
});
