import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

/** Resolves when the fake worker has started this many attempts. */
async function startedAtLeast(project: TestProject, count: number): Promise<void> {
  while (project.control.started().length < count) await new Promise((resolve) => setImmediate(resolve));
}

async function undisturbed(): Promise<Record<string, string>> {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  return project.reports('small.base');
}

describe('a run that is disturbed', () => {
  test('kill -9 at any job: the next run goes on by itself, to the same bytes, and no worker is left', async () => {
    const expected = await undisturbed();
    const project = await TestProject.create();
    for (const moment of [1, 4, 9]) {
      const run = project.start(['run', 'small', '-j', '2']);
      await startedAtLeast(project, moment);
      run.kill('SIGKILL');
      await run;
    }
    const last = await project.cli('run', 'small');
    expect(last.code).toBe(0);
    expect(project.reports('small.base')).toEqual(expected);
    while (project.processes().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await project.cli('fsck')).code).toBe(0);
  });

  test('Ctrl-C once lets the running job finish, exits 130, and the next run continues', async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/search/s1': 'wait' });
    const run = project.start(['run', 'small', '-j', '1']);
    await startedAtLeast(project, 1);
    run.kill('SIGINT');
    while (!readJournal(project).includes('"stopping"'))
      await new Promise((resolve) => setImmediate(resolve));
    project.control.go();
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('1 jobs executed, 0 from the store');
    expect(stderr).toContain('stopped; `reprise run small` continues where it stopped');
    expect((await project.cli('run', 'small')).err).toContain('15 jobs executed, 1 from the store, 0 failed');
  });

  test('Ctrl-C twice stops at once, with every worker', async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/search/s1': ['hang'] });
    const run = project.start(['run', 'small', '-j', '1']);
    await startedAtLeast(project, 1);
    run.kill('SIGINT');
    while (!readJournal(project).includes('"stopping"'))
      await new Promise((resolve) => setImmediate(resolve));
    run.kill('SIGINT');
    expect((await run).exitCode).toBe(130);
    expect(project.processes()).toEqual([]);
    expect((await project.cli('run', 'small')).err).toContain('16 jobs executed, 0 from the store, 0 failed');
  });

  test('a flipped byte in any stored object is detected, named and recomputed', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    const expected = project.reports('small.base');
    const objects = join(project.root, 'artifacts', 'objects');
    const files = readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.length > 60,
    );
    for (const file of [files[0], files[Math.floor(files.length / 2)], files.at(-1)]) {
      const path = join(objects, file ?? '');
      const digest = (file ?? '').slice(3);
      const bytes = readFileSync(path);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      chmodSync(path, 0o644);
      writeFileSync(path, bytes);
      const { code, err } = await project.cli('run', 'small');
      expect(code).toBe(0);
      expect(err).toMatch(new RegExp(`object ${digest} is damaged.*of random/.*computing random/.* again`));
      expect(project.reports('small.base')).toEqual(expected);
    }
    expect((await project.cli('fsck')).code).toBe(0);
  });

  test('two runners share a store and compute each job once', async () => {
    const project = await TestProject.create();
    const [a, b] = await Promise.all([
      project.start(['run', 'small', '-j', '1', '--no-lock']),
      project.start(['run', 'small', '-j', '1', '--no-lock']),
    ]);
    expect([a.exitCode, b.exitCode]).toEqual([0, 0]);
    expect(new Set(project.control.started()).size).toBe(project.control.started().length);
  });
});

function readJournal(project: TestProject): string {
  const runs = join(project.root, 'artifacts', 'runs');
  return readdirSync(runs)
    .map((run) => readFileSync(join(runs, run, 'journal.jsonl'), 'utf8'))
    .join('');
}
