import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

async function lockedProject(): Promise<TestProject> {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  return project;
}

describe('reprise rerun', () => {
  test('recomputes the locked commit from nothing and finds every cell bitwise equal', async () => {
    const project = await lockedProject();
    const before = project.control.started().length;
    const { code, out, err } = await project.cli('rerun', 'small');
    expect(err).toContain('every digest is equal');
    expect(out).toContain(
      'Verdict        Test error  Parameters\nrandom first   bitwise     bitwise\nrandom second  bitwise     bitwise',
    );
    expect(code).toBe(0);
    expect(project.control.started().length).toBe(2 * before);
    expect(await project.git('worktree', 'list')).not.toContain('worktrees');
  });

  test('a second rerun computes nothing and says so; --fresh computes again', async () => {
    const project = await lockedProject();
    await project.cli('rerun', 'small');
    const before = project.control.started().length;
    const second = await project.cli('rerun', 'small');
    expect(second).toMatchObject({
      code: 0,
      err: expect.stringContaining('computed by an earlier rerun, compared again'),
    });
    expect(project.control.started()).toHaveLength(before);
    await project.cli('rerun', 'small', '--fresh');
    expect(project.control.started().length).toBeGreaterThan(before);
  });

  test('the current tree does not matter: the locked commit is what runs', async () => {
    const project = await lockedProject();
    project.write('experiments/data/new.ts', '// unfinished\n');
    project.write(
      'manifests/tests/small.yaml',
      project.read('manifests/tests/small.yaml').replace('epochs: 1', 'epochs: 2'),
    );
    expect(await project.cli('rerun', 'small')).toMatchObject({
      code: 0,
      err: expect.stringContaining('every digest is equal'),
    });
  });

  test('after a rerun in a new clone, a run finds every job', async () => {
    const project = await lockedProject();
    const clone = join(temporaryFolder(), 'clone');
    await execa('git', ['clone', '--quiet', project.root, clone]);
    for (const folder of ['node_modules', 'dist'])
      await execa('ln', ['-s', join(project.root, folder), join(clone, folder)]);
    const cli = (...args: string[]) =>
      execa(process.execPath, [join(project.root, 'dist', 'cli.js'), ...args], {
        cwd: clone,
        env: { ...project.control.env, CI: 'true' },
        reject: false,
      });
    expect((await cli('rerun', 'small')).exitCode).toBe(0);
    expect((await cli('run', 'small')).stderr).toContain('0 jobs executed, 16 from the store');
  });

  test('a result that differs is given a verdict per cell, and the first diverging job is named', async () => {
    const project = await lockedProject();
    project.control.order({ 'random/second/evaluate/s12': ['finish', 'other'] });
    const { code, out, err } = await project.cli('rerun', 'small');
    expect(code).toBe(1);
    expect(out).toMatch(/random first {3}bitwise +bitwise/);
    expect(out).toMatch(/random second {2}(differs|statistical) +(differs|statistical)/);
    expect(err).toContain('first: random/second/evaluate/s12 (other bytes in metrics.json, weights.bin)');
  });

  test('a rerun that was killed leaves no process, and its worktree goes with the next one', async () => {
    const project = await lockedProject();
    const before = project.control.started().length;
    const killed = project.start(['rerun', 'small']);
    while (project.control.started().length <= before) await new Promise((resolve) => setImmediate(resolve));
    killed.kill('SIGKILL');
    await killed;
    expect(await project.git('worktree', 'list')).toContain('worktrees');
    expect((await project.cli('rerun', 'small')).code).toBe(0);
    expect(await project.git('worktree', 'list')).not.toContain('worktrees');
    while (project.processes().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test('a job that fails in the rerun is missing from the table', async () => {
    const project = await lockedProject();
    project.control.order({ 'random/first/evaluate/s2': ['finish', 'throw'] });
    const { code, out, err } = await project.cli('rerun', 'small');
    expect(code).toBe(1);
    expect(out).toMatch(/random first {3}missing +missing/);
    expect(err).toContain('first: random/first/evaluate/s2 (it was not computed)');
  });

  test('without a lock it says how to get one', async () => {
    const project = await TestProject.create();
    expect(await project.cli('rerun', 'small')).toEqual({
      code: 2,
      out: '',
      err:
        'error: manifests/tests/small.lock.json: expected a lock file, found none\n' +
        '  help: `reprise run <id>` writes it; commit it with the manifest',
    });
  });

  test('an unknown profile is answered with the locked ones', async () => {
    const project = await lockedProject();
    expect((await project.cli('rerun', 'small', '--profile', 'huge')).err).toBe(
      'error: expected one of the locked profiles of small (base), found "huge"\n' +
        '  help: pass it with --profile, or lock it with `reprise run small`',
    );
  });
});
