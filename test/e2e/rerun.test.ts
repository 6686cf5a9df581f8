/** `reprise rerun` through the real command line: each of these builds a commit, so the tests do much in few reruns. */
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { forgeLock } from '../util/locked.ts';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const slow = { timeout: 600_000 };

async function lockedProject(): Promise<TestProject> {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  return project;
}

/** A clone of the project that is run with its packages and its worker. */
async function cloneOf(project: TestProject, ...options: string[]) {
  const root = join(temporaryFolder(), 'clone');
  await execa('git', ['clone', '--quiet', ...options, `file://${project.root}`, root]);
  for (const folder of ['node_modules', 'dist']) await execa('ln', ['-s', join(project.root, folder), root]);
  const cli = (...args: string[]) =>
    execa(process.execPath, [join(project.root, 'dist', 'cli.js'), ...args], {
      cwd: root,
      env: { ...project.control.env, CI: 'true' },
      reject: false,
    });
  return { root, cli };
}

describe('a rerun of the locked commit', () => {
  test(
    'finds every cell bitwise equal; a second computes nothing and says so; --fresh computes again',
    slow,
    async () => {
      const project = await lockedProject();
      const before = project.control.started().length;
      const first = await project.cli('rerun', 'small');
      expect(first.err).toMatch(
        /16 jobs of commit [0-9a-f]{12}: 16 recomputed in [\d.]+ s: every digest is equal/,
      );
      expect(first.out).toContain(
        'Verdict        Test error  Parameters\nrandom first   bitwise     bitwise\nrandom second  bitwise     bitwise',
      );
      expect(first.code).toBe(0);
      expect(project.control.started().length).toBe(2 * before);
      expect(readdirSync(join(project.root, 'artifacts', 'worktrees'))).toEqual([]);
      const second = await project.cli('rerun', 'small');
      expect(second.err).toMatch(
        /0 recomputed in [\d.]+ s, 16 computed by an earlier rerun of this lock, compared again/,
      );
      expect(second.code).toBe(0);
      expect(project.control.started()).toHaveLength(2 * before);
      await project.cli('rerun', 'small', '--fresh');
      expect(project.control.started()).toHaveLength(3 * before);
    },
  );

  test('owes nothing to the tree, the hooks, the index and the worktrees that are there', slow, async () => {
    const project = await lockedProject();
    const away = join(temporaryFolder(), 'away');
    project.write('experiments/data/new.ts', '// unfinished\n');
    await project.git('add', 'experiments/data/new.ts');
    await project.git('worktree', 'add', '--quiet', away, '-b', 'feature');
    rmSync(away, { recursive: true });
    project.write('.git/hooks/post-checkout', '#!/bin/sh\nexit 2\n');
    chmodSync(join(project.root, '.git/hooks/post-checkout'), 0o755);
    project.write('.git/info/attributes', '*.ts filter=broken text eol=crlf\n');
    await project.git('config', 'filter.broken.smudge', 'false');
    await project.git('config', 'filter.broken.required', 'true');
    project.write(
      'manifests/tests/small.yaml',
      project.read('manifests/tests/small.yaml').replace('epochs: 1', 'epochs: 2'),
    );
    const index = await project.git('ls-files', '--stage');
    // As git sets them for a hook.
    const hook = { GIT_DIR: join(project.root, '.git'), GIT_INDEX_FILE: join(project.root, '.git/index') };
    const { stderr, exitCode } = await project.start(['rerun', 'small'], { ...hook, GIT_PREFIX: '' });
    expect(stderr).toContain('every digest is equal');
    expect(exitCode).toBe(0);
    expect(await project.git('ls-files', '--stage')).toBe(index);
    expect(await project.git('worktree', 'list')).toContain('[feature]');
  });

  test(
    'whose commit a squash merge left behind takes one with the same code; a run then finds every job',
    slow,
    async () => {
      const project = await TestProject.create();
      await project.git('checkout', '--quiet', '-b', 'feature');
      project.write('notes.txt', 'on the branch\n');
      await project.commit('feature');
      const locked = await project.git('rev-parse', 'HEAD');
      await project.cli('run', 'small');
      await project.commit('lock');
      await project.git('checkout', '--quiet', 'main');
      await project.git('merge', '--quiet', '--squash', 'feature');
      await project.commit('squash merge');
      const merged = await project.git('rev-parse', 'HEAD');
      project.write(
        'manifests/tests/small.yaml',
        project.read('manifests/tests/small.yaml').replace('count: 3', 'count: 4'),
      );
      await project.commit('another manifest since');
      await project.git('branch', '--quiet', '--delete', '--force', 'feature');
      const clone = await cloneOf(project);
      const { exitCode, stderr } = await clone.cli('rerun', 'small');
      const [before, now] = [locked.slice(0, 12), merged.slice(0, 12)];
      expect(stderr).toContain(
        `this clone lacks the locked commit ${before}; ${now} has the same manifest and the same code`,
      );
      expect(stderr).toContain(`16 jobs of commit ${now}, in place of ${before}: 16 recomputed`);
      expect(exitCode).toBe(0);
      expect((await clone.cli('run', 'small')).stderr).toContain('2 jobs executed, 16 from the store');
    },
  );

  test('that differs gets a verdict per cell, and names the first diverging job', slow, async () => {
    const project = await lockedProject();
    project.control.order({ 'random/second/evaluate/s12': ['finish', 'other'] });
    const { code, out, err } = await project.cli('rerun', 'small');
    expect(code).toBe(1);
    expect(out).toMatch(/random first {3}bitwise +bitwise/);
    expect(out).toMatch(/random second {2}(differs|statistical) +(differs|statistical)/);
    expect(err).toContain('first: random/second/evaluate/s12 (other bytes in metrics.json, weights.bin)');
    expect(err).toContain('report main.json (other bytes)');
    // The block of `reprise diff`, with the numbers.
    expect(err).toMatch(
      /\na: small: lock of small \(base\), commit [0-9a-f]{12}\nb: small: computed again, /,
    );
    expect(err).toMatch(
      /jobs: 1 of 16 jobs in both differ\n {2}first: random\/second\/evaluate\/s12, seed 12: the same computation, by its key, gave other results\n {4}other bytes in metrics.json, weights.bin\n[\s\S]* {4}test.errorPercent: [\d.]+ -> [\d.]+ \([+-][\d.]+\)\n/,
    );
    expect(err).toMatch(/main, random second, Test error, mean \(%\): [\d.]+ -> [\d.]+ /);
  });

  test('that was killed leaves no process, and what it left goes with the next one', slow, async () => {
    const project = await lockedProject();
    const before = project.control.started().length;
    const killed = project.start(['rerun', 'small']);
    while (project.control.started().length <= before) await new Promise((resolve) => setImmediate(resolve));
    killed.kill('SIGKILL');
    await killed;
    const folder = join(project.root, 'artifacts', 'worktrees');
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await project.cli('rerun', 'small')).code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    while (project.processes().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test('with a job that fails lacks it in the table, and says why', slow, async () => {
    const project = await lockedProject();
    project.control.order({ 'random/first/evaluate/s2': ['finish', 'throw'] });
    const { code, out, err } = await project.cli('rerun', 'small');
    expect(code).toBe(1);
    expect(out).toMatch(/random first {3}missing +missing/);
    expect(err).toMatch(/first: random\/first\/evaluate\/s2 \(it was not computed: .*boom/);
  });

  test('that confirms the lock repairs a store that contradicts it', slow, async () => {
    const project = await TestProject.create();
    // The store of another project, whose worker gave something else for the same key.
    project.control.order({ 'random/first/search/s1': 'other' });
    await project.cli('run', 'small', '--no-lock');
    project.control.order({});
    const folder = temporaryFolder();
    await project.cli('run', 'small', '--store', folder);
    await project.commit('lock');
    const contradicted = await project.cli('run', 'small');
    expect(contradicted.code).toBe(1);
    expect(contradicted.err).toContain('random/first/search/s1: other bytes in ');
    expect(contradicted.err).toContain('help: `reprise rerun small` recomputes the locked commit');
    const rerun = await project.cli('rerun', 'small');
    expect(rerun.err).toContain(
      'the store contradicted lock and rerun in 1 job(s), first random/first/search/s1; their records are replaced',
    );
    expect(rerun.code).toBe(0);
    expect(await project.cli('run', 'small')).toMatchObject({
      code: 0,
      err: expect.stringContaining('holds, every digest is equal'),
    });
  });
});

describe('a rerun is refused before it computes', () => {
  test('without a lock', async () => {
    const project = await TestProject.create();
    expect(await project.cli('rerun', 'small')).toEqual({
      code: 2,
      out: '',
      err:
        'error: manifests/tests/small.lock.json: expected a lock file, found none\n' +
        '  help: `reprise run <id>` writes it; commit it with the manifest',
    });
  });

  test('for a profile that is not locked, whatever objects have by nature', slow, async () => {
    const project = await lockedProject();
    for (const profile of ['huge', '__proto__', 'constructor']) {
      expect(await project.cli('rerun', 'small', '--profile', profile)).toEqual({
        code: 2,
        out: '',
        err:
          `error: expected one of the locked profiles of small (base), found "${profile}"\n` +
          `  help: pass it with --profile, or lock it with \`reprise run small --profile ${profile}\``,
      });
    }
  });

  test('when the commit is not what the lock says', slow, async () => {
    const project = await lockedProject();
    const commit = (await project.git('rev-parse', 'HEAD~1')).slice(0, 12);
    const tree = (await project.git('rev-parse', 'HEAD:runner')).slice(0, 12);
    const fake = 'f'.repeat(40);
    forgeLock(project, (profile) => ({
      ...profile,
      code: { ...profile.code, runner: fake as (typeof profile.code)['package.json'] },
    }));
    expect(await project.cli('rerun', 'small')).toEqual({
      code: 1,
      out: '',
      err:
        `error: expected commit ${commit} as the lock describes it, found otherwise\n` +
        `    runner: the lock says ${fake.slice(0, 12)}, found ${tree}\n` +
        '  help: the lock was changed by hand or belongs to another history; restore it with git',
    });
    const run = await project.cli('run', 'small');
    expect(run.code).toBe(1);
    expect(run.err).toContain(`runner: the lock says ${fake.slice(0, 12)}, found ${tree}`);
  });

  test(
    'when no commit of the clone has the locked code; in a shallow one it says how to get it',
    slow,
    async () => {
      const project = await lockedProject();
      const commit = await project.git('rev-parse', 'HEAD~1');
      project.write('experiments/data/new.ts', '// later\n');
      await project.commit('later work');
      const clone = await cloneOf(project, '--depth', '1');
      const wanted = `error: expected the locked commit ${commit}, or another with the locked code and the locked content of manifests/tests/small.yaml; found neither on any branch or tag of this clone`;
      expect(await clone.cli('rerun', 'small')).toMatchObject({
        exitCode: 1,
        stderr: `${wanted}, which is shallow\n  help: \`git fetch --unshallow\` brings the rest of the history`,
      });
      forgeLock(project, (profile) => ({
        ...profile,
        commit: 'f'.repeat(40) as typeof profile.commit,
        manifest: '0'.repeat(64) as typeof profile.manifest,
        files: { 'manifests/tests/small.yaml': 'e'.repeat(40) as (typeof profile.code)['package.json'] },
      }));
      expect((await project.cli('rerun', 'small')).err).toBe(
        `${wanted.replace(commit, 'f'.repeat(40))}\n  help: this clone has no remote to fetch it from; \`reprise run\` computes the manifest of today and locks it anew`,
      );
    },
  );
});
