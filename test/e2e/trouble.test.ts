/** What a person meets when something goes wrong, through the real command line. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { indexText, makeIndex } from '../../runner/data/data-index.ts';
import { ownIdentity } from '../../runner/util/process-identity.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../schemas/canonical.ts';
import { dataSets } from '../../schemas/data.ts';
import { TestProject } from '../util/project.ts';

const label = 'random/first/search/s1';

async function startedAtLeast(project: TestProject, count: number): Promise<void> {
  while (project.control.started().length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('a job that failed', () => {
  test('is told by plan, status and show, until it is computed', async () => {
    const project = await TestProject.create();
    project.control.order({ [label]: ['note', 'note'] });
    expect((await project.cli('run', 'small', '-j', '1')).code).toBe(1);
    const because = 'the worker was killed by SIGKILL (out of memory, or somebody killed it)';
    expect((await project.cli('plan', 'small')).out).toContain(`${label}  (failed last time: ${because})`);
    expect((await project.cli('status')).out).toMatch(/small +base +\d+\/16 +- +1 /);
    const shown = await project.cli('show', label);
    expect(shown.out).toContain(because);
    const kept = /kept +(\S+)/.exec(shown.out)?.[1] ?? '';
    expect(readFileSync(join(kept, 'trials.jsonl'), 'utf8')).toBe('{"trial":1}\n');
    expect((await project.cli('run', 'small')).code).toBe(0);
    expect((await project.cli('plan', 'small')).out).not.toContain('failed last time');
    expect(readdirSync(join(project.root, 'artifacts', 'partial'))).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  test('with a worker that is stopped itself ends with it, and counts what it did not come to apart', async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/search/s2': ['hang'] });
    const run = project.start(['run', 'small', '-j', '1', '--json']);
    await startedAtLeast(project, 2);
    process.kill(Number(project.control.pids()[1]), 'SIGSTOP');
    run.kill('SIGTERM');
    const { exitCode, stdout } = await run;
    expect(exitCode).toBe(130);
    const outcome = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(outcome).toMatchObject({ executed: 1, failed: 0, notRun: 15, interrupted: true });
    expect(project.processes()).toEqual([]);
  });

  test('before its worker is ready ends with it', async () => {
    const project = await TestProject.create();
    project.control.beSilent();
    const run = project.start(['run', 'small', '-j', '1']);
    while (!project.control.hasSilentWorker) await new Promise((resolve) => setImmediate(resolve));
    run.kill('SIGTERM');
    expect((await run).exitCode).toBe(130);
    expect(project.processes()).toEqual([]);
  });
});

test('a run whose reader leaves goes on to its end', async () => {
  const project = await TestProject.create();
  const run = project.start(['run', 'small']);
  run.stderr.destroy();
  run.stdout.destroy();
  expect((await run).exitCode).toBe(0);
  expect((await project.cli('status')).out).toMatch(/small +base +16\/16/);
});

test('output that does not fit on the disk is never taken for all of it', async ({ skip }) => {
  skip(!existsSync('/dev/full'), 'needs /dev/full, a disk without room');
  const project = await TestProject.create();
  const call = (...args: string[]) =>
    execa(
      'sh',
      ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, join(project.root, 'dist', 'cli.js'), ...args],
      {
        cwd: project.root,
        env: { ...project.control.env, CI: 'true' },
        reject: false,
      },
    );
  const lost =
    'error: cannot write the output: the disk is full, or out of inodes (ENOSPC), so that a part of it is missing\n' +
    '  help: make room where it goes, and do the same again; what was computed is in the store';
  const plan = await call('plan', 'small', '--json');
  expect([plan.exitCode, plan.stderr]).toEqual([1, lost]);
  const run = await call('run', 'small');
  expect([run.exitCode, run.stderr.endsWith(lost)]).toEqual([1, true]);
  expect((await project.cli('status')).out).toMatch(/small +base +16\/16/);
});

test('a data set that is replaced under a run puts no result under the key of the first', async () => {
  const project = await TestProject.create();
  const file = 'manifests/tests/small.yaml';
  project.write(file, project.read(file).replace('data: textures10', 'data: optdigits'));
  await project.commit('read from files');
  const addData = (content: string): void => {
    const names = dataSets.optdigits.files;
    const files = Object.fromEntries(
      names.map((name) => [name, { digest: sha256(content), bytes: content.length }]),
    );
    for (const name of names) project.write(`artifacts/data/optdigits/${name}`, content);
    project.write('artifacts/data/optdigits/index.json', indexText(makeIndex('optdigits', files)));
  };
  addData('first');
  project.control.order({ [label]: 'wait' });
  const run = project.start(['run', 'small', '-j', '1']);
  await startedAtLeast(project, 1);
  addData('other');
  project.control.go();
  const { exitCode, stderr } = await run;
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    'Its data set was replaced or removed after the run began, so that its key names other data\n' +
      '  help: Run again, which computes it with the data that are there now',
  );
  expect((await project.cli('plan', 'small')).out).toMatch(/\b0 from the store/);
  expect((await project.cli('run', 'small')).code).toBe(0);
  addData('first');
  expect((await project.cli('plan', 'small')).out).toMatch(/\b0 from the store/);
}, 60_000);

describe('the store of a project', () => {
  test('whose record says another commit is found by fsck, and its advice repairs it', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    expect((await project.cli('fsck')).code).toBe(0);
    const records = join(project.root, 'artifacts', 'records');
    const [file = ''] = readdirSync(records, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    const { digest: _, ...record } = JSON.parse(readFileSync(join(records, file), 'utf8'));
    const trees = { ...record.trees, runner: 'd'.repeat(40) };
    const forged = { ...record, trees };
    project.replace(
      join('artifacts', 'records', file),
      canonicalJson({ ...forged, digest: canonicalDigest(forged) }),
    );
    const found = await project.cli('fsck');
    expect(found.code).toBe(1);
    const advice = /`reprise gc --forget ([0-9a-f]+)`/.exec(found.out)?.[1] ?? '';
    expect(found.out).toContain(
      `says that commit ${record.commit} has ${'d'.repeat(40)} as runner, which has `,
    );
    expect((await project.cli('gc', '--forget', advice)).code).toBe(0);
    expect((await project.cli('run', 'small')).err).toContain('1 jobs executed, 15 from the store, 0 failed');
    expect((await project.cli('fsck')).code).toBe(0);
  });

  test('with a lock of another machine says how to free it, and that frees it', async () => {
    const project = await TestProject.create();
    const holder = { ...ownIdentity(), host: 'elsewhere', startedAt: '2026-01-02T03:04:05.000Z', token: 'a' };
    project.write('artifacts/locks/gc.lock', JSON.stringify(holder));
    const refused = await project.cli('gc');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      `process ${process.pid} on elsewhere, since 2026-01-02T03:04:05.000Z, is using it`,
    );
    const name = /`reprise gc --break-lock (\S+)`/.exec(refused.err)?.[1] ?? '';
    expect((await project.cli('gc', '--break-lock', name)).code).toBe(0);
    expect((await project.cli('gc')).code).toBe(0);
    expect(await project.cli('gc', '--break-lock', name)).toMatchObject({
      code: 1,
      err: 'error: expected a lock called gc, found none\n  help: it is free already; go on',
    });
  });

  test('that is a file is named, and not called a bug', async () => {
    const project = await TestProject.create();
    const file = join(project.root, '..', 'file');
    writeFileSync(file, '');
    const { code, err } = await project.cli('run', 'small', '--store', file);
    expect(code).toBe(2);
    expect(err).toContain(file);
    expect(err).not.toMatch(/bug|\n +at /);
  });
});
