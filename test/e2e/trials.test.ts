/** Searches whose trials are jobs, through the real command line with real networks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

async function drivenProject(): Promise<TestProject> {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/tests/driven.yaml', readFileSync('test/fixtures/driven.yaml', 'utf8'));
  await project.commit('driven');
  return project;
}

const lockOf = (project: TestProject): string => project.read('manifests/tests/driven.lock.json');

/** What a run has written of its journal, which it may be about to begin. */
function journalOf(folder: string): string {
  const file = join(folder, 'journal.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Labels of the trials that were computed, from the journals of all runs. */
function computedTrials(project: TestProject): string[] {
  const runs = join(project.root, 'artifacts', 'runs');
  return (existsSync(runs) ? readdirSync(runs) : []).flatMap((run) =>
    journalOf(join(runs, run))
      .split('\n')
      .slice(0, -1)
      .map((line): { type: string; label?: string; search?: string } => JSON.parse(line))
      .flatMap(({ type, label, search }) => (type === 'job-done' && search && label ? [label] : [])),
  );
}

test('one worker, two or eight, and after ten kills: the same decisions, and no trial is computed twice', async () => {
  const one = await drivenProject();
  const asked = 'ask for at most';
  expect((await one.cli('plan', 'driven')).out).toMatch(
    /^2 searches ask for at most \d+ trials, each a job of its own$/m,
  );
  const first = await one.start(['run', 'driven', '-j', '1']);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toMatch(
    /2 jobs executed, 0 from the store, 0 failed, \d+ trials computed and \d+ from the store/,
  );
  expect((await one.cli('plan', 'driven')).out).not.toContain(asked);
  const trials = computedTrials(one);
  expect(new Set(trials).size).toBe(trials.length);
  for (const workers of ['2', '8']) {
    const other = await drivenProject();
    expect((await other.start(['run', 'driven', '-j', workers])).exitCode).toBe(0);
    // The lock holds the digests of the decision logs, and of the lists of all trials with their outputs.
    expect(lockOf(other)).toBe(lockOf(one));
    expect(other.reports('driven.base')).toEqual(one.reports('driven.base'));
  }
  const killed = await drivenProject();
  for (let kill = 1; kill <= 10; kill += 1) {
    const run = killed.start(['run', 'driven', '-j', '2']);
    const before = computedTrials(killed).length;
    let isOver = false;
    void run.then(() => {
      isOver = true;
    });
    while (!isOver && computedTrials(killed).length === before) await new Promise((go) => setTimeout(go, 5));
    run.kill('SIGKILL');
    await run;
  }
  expect((await killed.start(['run', 'driven', '-j', '2'])).exitCode).toBe(0);
  const all = computedTrials(killed);
  expect(new Set(all).size).toBe(all.length);
  expect(lockOf(killed)).toBe(lockOf(one));
  expect((await killed.cli('fsck')).code).toBe(0);
}, 600_000);

test('two runners on one store compute each trial of their searches once', async () => {
  const project = await drivenProject();
  const runs = [1, 2].map(() => project.start(['run', 'driven', '-j', '1']));
  for (const run of runs) expect((await run).exitCode).toBe(0);
  const trials = computedTrials(project);
  expect(new Set(trials).size).toBe(trials.length);
  expect((await project.cli('fsck')).code).toBe(0);
}, 400_000);

test('searches with one seed share the trials that both ask for, and a rerun is told of all of them', async () => {
  const project = await drivenProject();
  const twice = project
    .read('manifests/tests/driven.yaml')
    .replace(
      '  asha:\n',
      '  again:\n    { kind: random, evaluations: 7, logicalWorkers: 1, trial: { epochs: 1, batchSize: 128, initialChannels: 2, layers: 3 } }\n  asha:\n',
    );
  project.write('manifests/tests/driven.yaml', twice);
  await project.commit('twice');
  const run = await project.cli('run', 'driven');
  expect(run.code).toBe(0);
  const [, hits] =
    /(\d+) from the store, 0 failed, \d+ trials computed and (\d+) from the store/.exec(run.err)?.slice(1) ??
    [];
  expect(Number(hits)).toBeGreaterThanOrEqual(6);
  await project.commit('lock');
  const rerun = await project.cli('rerun', 'driven');
  expect(rerun.err).toContain('every digest is equal');
  expect(rerun.code).toBe(0);
  const shown = await project.cli('show', 'random/first/search/s3/t0');
  expect(shown.code).toBe(0);
  expect(shown.out).toContain('trial');
}, 400_000);

test('a trial that is not what the lock says is found, named and computed again', async () => {
  const project = await drivenProject();
  await project.cli('run', 'driven');
  await project.commit('lock');
  const forgotten = await project.cli('gc', '--forget', 'random/first/search/s3/t1');
  expect(forgotten.code).toBe(0);
  // The search itself is in the store still, with the list of its trials.
  expect((await project.cli('run', 'driven')).err).toContain('0 jobs executed, 2 from the store');
  const unreferenced = await project.cli('gc', '--unreferenced');
  expect(unreferenced.out + unreferenced.err).not.toContain('/t0');
}, 200_000);
