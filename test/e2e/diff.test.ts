/** `reprise diff` through the real command line; one project goes through a seed, a program and a forged number. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { findView } from '../../runner/diff/find-view.ts';
import { sha256 } from '../../schemas/canonical.ts';
import { diffFormat, type RunDiff } from '../../schemas/diff.ts';
import { forgeResult } from '../util/forge-result.ts';
import { forgeLock } from '../util/locked.ts';
import { TestProject } from '../util/project.ts';

const evaluate = 'random/first/evaluate/s1';

/** What the command says for machines, with its exit code, which must fit. */
async function difference(project: TestProject, ...args: string[]): Promise<RunDiff> {
  const { code, out, err } = await project.cli('diff', ...args, '--json');
  expect(err).toBe('');
  const read = diffFormat.parse(out);
  if (!read.ok) throw new Error(JSON.stringify(read.failures));
  expect(code).toBe(read.value.isEqual ? 0 : 1);
  return read.value;
}

const latestRun = async (project: TestProject): Promise<string> =>
  JSON.parse((await project.cli('status', '--runs', '--json')).out)[0].runId;

test('two sides are told apart, from the manifest to the metric', { timeout: 300_000 }, async () => {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  await project.git('tag', 'first');
  await project.cli('export', 'small', '--no-key', '-o', 'first.zip');
  await project.git('branch', 'paper/first');

  // The same results, however they are named.
  const run = await latestRun(project);
  const equal = await project.cli('diff', 'small@paper/first', 'first.zip');
  expect(equal).toMatchObject({ code: 0, err: '' });
  const commit = (await project.git('rev-parse', 'first~1')).slice(0, 12);
  expect(equal.out).toBe(
    `a: small@paper/first: lock of small (base), commit ${commit}\n` +
      `b: first.zip: archive of small (base), commit ${commit}\n\n` +
      'manifest: the same\ncode: the same\nenvironment: the same\njobs: the same, 16 in both\nreports: the same\n\nno difference',
  );
  const stored = await difference(project, 'manifests/tests/small.lock.json', 'small');
  expect(stored).toMatchObject({ isEqual: true, environment: { unknown: [] } });
  const ran = await difference(project, run, 'small@HEAD');
  expect(ran).toMatchObject({ isEqual: true, jobs: { inBoth: 16, unknown: [] } });
  expect(ran.manifest.unknown).toEqual([
    'the fields of the manifest of a: the journal of a run does not record it',
  ]);

  // Another seed and another program.
  const manifest = 'manifests/tests/small.yaml';
  project.write(manifest, project.read(manifest).replace('first: [1, 2]', 'first: [1, 3]'));
  const method = 'experiments/method/random.ts';
  project.write(method, `${project.read(method)}\n// Changed.\n`);
  await project.commit('seed and program');
  const before = await difference(project, 'first.zip', 'small');
  expect(before.code.files.map(({ name }) => name)).toEqual([method]);
  expect(before.jobs.differing[0]).toMatchObject({ label: 'random/first/search/s1', result: 'only a' });
  expect(before.reports.unknown).toEqual([
    'the reports of b: those that lie in the store are of an earlier run: not every job has a result',
  ]);
  await project.cli('run', 'small');
  await project.commit('lock again');
  const both = await difference(project, 'small@first', 'small@HEAD');
  expect(both.manifest.fields).toEqual([{ name: 'seedSets.first', a: '[1,2]', b: '[1,3]' }]);
  expect(both.code.files).toEqual([
    {
      name: method,
      a: await project.git('rev-parse', `first:${method}`),
      b: await project.git('rev-parse', `HEAD:${method}`),
    },
  ]);
  expect(both.jobs).toMatchObject({ inBoth: 13, onlyA: expect.arrayContaining(['random/first/search/s2']) });
  const [first] = both.jobs.differing;
  expect(first).toMatchObject({ label: 'random/first/evaluate/select', computation: 'other' });
  expect(first?.because).toContainEqual({ name: 'parameters.candidates.[1].seed', a: '2', b: '3' });
  // The store has the records of the earlier lock, so that its table can be made again.
  expect(both.reports.cells.map(({ row, column }) => `${row}, ${column}`)).toEqual([
    'random first, Test error, mean (%)',
    'random first, Parameters, mean (M)',
  ]);
  expect(both.reports.unknown).toEqual([]);

  // One number forged: in the store with everything made to match, and in the lock alone.
  const locked = await difference(project, 'small@HEAD', 'small');
  expect(locked.isEqual).toBe(true);
  await forgeAndTell(project);
});

async function forgeAndTell(project: TestProject): Promise<void> {
  const metrics = JSON.parse((await project.cli('cat', evaluate, 'metrics.json', '--manifest', 'small')).out);
  const error = metrics.test.errorPercent;
  forgeLock(project, (profile) => {
    const job = profile.jobs[evaluate];
    const forged = { ...job?.metrics, test: { ...metrics.test, errorPercent: 1 } };
    return { ...profile, jobs: { ...profile.jobs, [evaluate]: { ...job, metrics: forged } as never } };
  });
  const { code, out } = await project.cli('diff', 'small@HEAD', 'manifests/tests/small.lock.json');
  expect(out).toContain(
    'jobs: 1 of 16 jobs in both differ\n' +
      `  first: ${evaluate}, seed 1: the same computation, by its key, gave other results\n` +
      `    test.errorPercent: ${error} -> 1 (${1 - error})\n`,
  );
  expect(code).toBe(1);
  await project.git('checkout', '--quiet', 'manifests');
  rmSync(join(project.root, 'artifacts'), { recursive: true });
  await project.cli('run', 'small');
  forgeResult(
    project,
    evaluate,
    'metrics.json',
    `${JSON.stringify({ ...metrics, test: { ...metrics.test, errorPercent: 2 } })}\n`,
  );
  const { jobs } = await difference(project, 'small@HEAD', 'small');
  expect(jobs.differing).toMatchObject([
    {
      ...{ label: evaluate, computation: 'same', outputs: ['metrics.json'] },
      metrics: [{ name: 'test.errorPercent', a: error, b: 2, difference: 2 - error }],
    },
  ]);
}

test('what cannot be compared is refused with exit code 2, in words', { timeout: 300_000 }, async () => {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.cli('run', 'small', '--profile', 'tiny');
  await project.commit('lock');
  const refused = async (side: string, ...flags: string[]): Promise<string> => {
    const { code, out, err } = await project.cli('diff', side, 'small', ...flags);
    expect({ side, code, out }).toEqual({ side, code: 2, out: '' });
    expect(err).not.toMatch(/\bat .*:\d+:\d+|Internal error|is a bug/);
    return err;
  };
  expect(await refused('smal')).toContain('no manifest has the id "smal"');
  expect(await refused('small@nowhere')).toContain(
    'error: expected a commit behind `small@`, found "nowhere", which this clone does not have',
  );
  const start = (await project.git('rev-parse', 'HEAD~1')).slice(0, 12);
  expect(await refused('small@HEAD~1')).toContain(
    `error: expected a lock of small in commit ${start}, found none below \`manifests\``,
  );
  expect(await refused('größe@HEAD')).toContain('expected a lock of größe in commit');
  expect(await refused('small@HEAD', '--profile', 'huge')).toContain(
    'expected one of the locked profiles of small@HEAD (base, tiny), found "huge"',
  );
  expect(await refused('20260102T030405Z-small.base-1')).toContain('expected a run of the store');
  for (const [file, text] of Object.entries(odd(project.read('manifests/tests/small.lock.json'))))
    project.write(`odd/${file}`, text);
  await execa('mkfifo', [join(project.root, 'odd', 'pipe.json')]);
  expect(await refused('odd/other.zip')).toContain(
    'expected a whole archive of `reprise export`, found otherwise',
  );
  expect(await refused('odd/cut.lock.json')).toContain('expected a lock file, found one with a mistake');
  // Both sides at once.
  const both = await project.cli('diff', 'smal', 'small@nowhere');
  expect(both.err).toMatch(/id "smal"[\s\S]*found "nowhere"/);

  // Without a project a lock stands alone, and nothing but files has a meaning.
  const cwd = join(project.root, 'odd');
  const found = (name: string) => findView({ project: undefined, cwd, name, profile: undefined });
  for (const [name, words] of [
    ...Object.keys(odd('')).map((file) => [file, 'expected'] as const),
    ['pipe.json', 'found a pipe'],
    ['./', 'is a folder'],
    ['no/such/file', 'expected a lock or an archive at no/such/file, found no such file'],
    ['none.lock.json', 'expected a lock file at none.lock.json, found no such file'],
    ['small', 'found "small", which is neither, and no project in the current folder'],
  ] as const) {
    const view = await found(name);
    expect([name, view.ok ? 'a view' : view.failures.map(({ text }) => text).join('')]).toEqual([
      name,
      expect.stringContaining(words),
    ]);
  }
  writeFileSync(join(cwd, 'alone.lock.json'), project.read('manifests/tests/small.lock.json'));
  const alone = await findView({ project: undefined, cwd, name: 'alone.lock.json', profile: 'tiny' });
  expect(alone.ok && alone.value.manifest.resolved).toEqual({
    unknown: 'a lock does not tell, and there is no project around the current folder that does',
  });
});

/** Files that look like evidence. */
function odd(lock: string): Record<string, string> {
  return {
    'other.zip': `PK\u0003\u0004${sha256('not an archive')}`,
    'empty.zip': '',
    'text.lock.json': 'hello',
    'list.lock.json': '[]',
    'cut.lock.json': lock.slice(0, -100),
    'conflict.lock.json': lock.replace('"profiles"', '<<<<<<< HEAD\n"profiles"'),
    'newer.lock.json': lock.replace('"formatVersion": 2', '"formatVersion": 9'),
    'twice.lock.json': lock.replace('"id": "small"', '"id": "big",\n  "id": "small"'),
    'led.lock.json': lock.replace('"manifests/tests/small.yaml"', '"../../small.yaml"'),
    'proto.lock.json': lock.replace('"id": "small"', '"id": "__proto__"'),
  };
}
