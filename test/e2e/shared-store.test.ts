/** What two runners, or a runner and a full file system, do to one store. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** Labels of the jobs that each run computed, in the order in which they ended. */
function computedBy(project: TestProject): string[][] {
  const runs = join(project.root, 'artifacts', 'runs');
  return readdirSync(runs).map((run) =>
    readFileSync(join(runs, run, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'job-done')
      .map(({ label }) => label),
  );
}

/** Either runner may drive a search of the other as well, for the sake of its trials. */
const measured = (project: TestProject): string[] =>
  project.control.started().filter((label) => !label.includes('/search/'));

test('two runners on one store divide the work, and each job is computed once', async () => {
  const project = await TestProject.create();
  // Whichever runner takes one of them stays there; the other has to find something else.
  project.control.order({ 'random/first/search/s1': 'wait', 'random/first/search/s2': 'wait' });
  const runs = [project.start(['run', 'small', '-j', '1']), project.start(['run', 'small', '-j', '1'])];
  while (project.control.started().length < 2) await soon();
  expect([...project.control.started()].sort()).toEqual(['random/first/search/s1', 'random/first/search/s2']);
  project.control.go();
  for (const run of runs) expect((await run).exitCode).toBe(0);
  const computed = computedBy(project);
  expect(computed.map((labels) => labels.length > 0)).toEqual([true, true]);
  const jobs = measured(project);
  expect(new Set(jobs).size).toBe(jobs.length);
  expect((await project.cli('fsck')).code).toBe(0);
});

test('gc beside two runners takes nothing from them, and removes what is left when they have ended', async () => {
  const project = await TestProject.create();
  project.control.order({ 'random/first/search/s1': 'wait', 'random/first/search/s2': 'wait' });
  const runs = [project.start(['run', 'small', '-j', '1']), project.start(['run', 'small', '-j', '1'])];
  while (project.control.started().length < 2) await soon();
  const refused = await project.cli('gc', '--unreferenced', '--remove');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(
    /^error: the store is in use: process \d+ on .*, since .*, is using it; wait for it to end, or stop it$/,
  );
  project.control.go();
  const ended = Promise.all(runs);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  // Between two jobs of both it may find the store free.
  while (!isOver) expect([0, 1]).toContain((await project.cli('gc', '--unreferenced', '--remove')).code);
  for (const run of await ended) expect(run.exitCode).toBe(0);
  const jobs = measured(project);
  expect(new Set(jobs).size).toBe(jobs.length);
  expect(await project.cli('gc', '--unreferenced', '--remove')).toMatchObject({ code: 0 });
  expect((await project.cli('fsck')).code).toBe(0);
  expect((await project.cli('plan', 'small')).out).toContain('16 from the store, 0 to run');
});

describe('a file system without room', () => {
  test('pauses a run, which goes on by itself when there is room, to the same reports', async ({ skip }) => {
    const folder = temporaryFolder();
    const mount = ['-t', 'tmpfs', '-o', 'size=4m,nr_inodes=4096', 'tmpfs', folder];
    const { exitCode } = await execa('mount', mount, { reject: false });
    skip(exitCode !== 0, 'needs the rights of root, to mount a small file system');
    const undisturbed = await TestProject.create();
    await undisturbed.cli('run', 'small');
    const project = await TestProject.create();
    try {
      const ballast = join(folder, 'ballast');
      project.control.order({ 'random/first/search/s1': 'wait' });
      const run = project.start(['run', 'small', '-j', '1', '--store', join(folder, 'store')]);
      let text = '';
      run.stderr?.on('data', (chunk) => {
        text += chunk;
      });
      while (project.control.started().length < 1) await soon();
      fill(ballast);
      project.control.go();
      while (!text.includes('PAUSED')) await soon();
      rmSync(ballast);
      expect((await run).exitCode).toBe(0);
      const reports = join(folder, 'store', 'reports', 'small.base');
      for (const [name, content] of Object.entries(undisturbed.reports('small.base'))) {
        if (name.endsWith('.provenance.json')) continue;
        expect(readFileSync(join(reports, name), 'utf8'), name).toBe(content);
      }
    } finally {
      await execa('umount', ['--lazy', folder]);
    }
  });
});

/** Writes until nothing more can be written. */
function fill(file: string): void {
  for (const size of [65_536, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
    }
  }
}
