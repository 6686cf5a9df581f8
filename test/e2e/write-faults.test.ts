/** A run, a rerun or an import that is killed at a write, or whose write fails: the next one goes on without a manual step. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCli, spread, writesOf } from '../../scripts/faults/write-faults.mjs';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

// Each test runs the command line dozens of times.
vi.setConfig({ testTimeout: 900_000 });

/** Of each command; `npm run soak:writes` tries every one. */
const sampled = 8;

const lockFile = 'manifests/tests/small.lock.json';

/** Computed once, inside the first test that needs it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function lockedProject(): Promise<TestProject> {
  const project = await TestProject.create();
  expect((await project.cli('run', 'small')).code).toBe(0);
  await project.commit('lock');
  return project;
}

const env = (project: TestProject): Record<string, string> => project.control.env;

describe('a run', () => {
  const expected = once(async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    return project.read(lockFile);
  });
  const writes = once(async () => {
    const project = await TestProject.create();
    const log = join(temporaryFolder(), 'writes');
    const args = ['run', 'small', '-j', '1'];
    return (await writesOf({ root: project.root, args, env: env(project), command: 'run', log })).length;
  });

  test.each([
    ['kill', 'killed at'],
    ['torn', 'killed in the middle of'],
  ])('%s: %s any write, the next run ends with the same lock and a clean store', async (kind) => {
    for (const at of spread(await writes(), sampled)) {
      const project = await TestProject.create();
      const args = ['run', 'small', '-j', '1'];
      await runCli({ root: project.root, args, env: env(project), fault: { command: 'run', at, kind } });
      const next = await project.cli('run', 'small');
      expect({ at, code: next.code, err: next.code === 0 ? '' : next.err }).toEqual({ at, code: 0, err: '' });
      expect(project.read(lockFile)).toBe(await expected());
      await expectClean(project);
    }
  });

  test.each(['ENOSPC', 'EIO', 'EACCES'])(
    '%s at any write is worded or survived, and the next run ends with the same lock',
    async (kind) => {
      for (const at of spread(await writes(), sampled)) {
        const project = await TestProject.create();
        const args = ['run', 'small', '-j', '1'];
        const { err } = await runCli({
          root: project.root,
          args,
          env: env(project),
          fault: { command: 'run', at, kind },
        });
        expect(err).not.toMatch(/bug in|^ {4}at /m);
        const next = await project.cli('run', 'small');
        expect({ at, code: next.code, err: next.code === 0 ? '' : next.err }).toEqual({
          at,
          code: 0,
          err: '',
        });
        expect(project.read(lockFile)).toBe(await expected());
        await expectClean(project);
      }
    },
  );
});

describe('a rerun', () => {
  test.each(['rerun', 'run', 'build'])(
    'killed at a write of its `%s` process goes on when it is called again',
    async (command) => {
      const counted = await lockedProject();
      const log = join(temporaryFolder(), 'writes');
      const args = ['rerun', 'small'];
      const writes = await writesOf({ root: counted.root, args, env: env(counted), command, log });
      for (const at of spread(writes.length, 2)) {
        const project = await lockedProject();
        await runCli({ root: project.root, args, env: env(project), fault: { command, at, kind: 'kill' } });
        const next = await project.cli('rerun', 'small');
        expect({ at, code: next.code, err: next.err }).toEqual({
          at,
          code: 0,
          err: expect.stringContaining('every digest is equal'),
        });
        expect((await project.git('worktree', 'list')).split('\n')).toHaveLength(1);
        await expectClean(project);
      }
    },
  );
});

describe('an import', () => {
  test('killed at any write, or that has no room: a second import completes the store', async () => {
    const project = await lockedProject();
    const archive = join(temporaryFolder(), 'small.zip');
    await project.cli('export', 'small', '--artifacts', 'all', '--no-key', '-o', archive);
    const [args, log] = [['import', archive], join(temporaryFolder(), 'writes')];
    const forget = (): void => rmSync(join(project.root, 'artifacts'), { recursive: true, force: true });
    forget();
    const options = { root: project.root, args, env: env(project) };
    const writes = await writesOf({ ...options, command: 'import', log });
    for (const kind of ['kill', 'torn', 'ENOSPC']) {
      for (const at of spread(writes.length, 2)) {
        forget();
        const { err, signal } = await runCli({ ...options, fault: { command: 'import', at, kind } });
        expect({ kind, at, signal }).toEqual({ kind, at, signal: kind === 'ENOSPC' ? null : 'SIGKILL' });
        expect(err).not.toMatch(/bug in|^ {4}at /m);
        const { code, out } = await project.cli(...args);
        expect({ kind, at, code, out }).toMatchObject({
          code: 0,
          out: expect.stringContaining(' 0 left out'),
        });
        expect((await project.cli('plan', 'small')).out).toContain('16 from the store, 0 to run');
        await expectClean(project);
      }
    }
  });
});

/** Nothing but the lock is new in the tree, and the store is whole. */
async function expectClean(project: TestProject): Promise<void> {
  const status = (await project.git('status', '--porcelain')).split('\n');
  expect(status.filter((line) => line !== '' && !line.endsWith(lockFile))).toEqual([]);
  expect(readdirSync(join(project.root, 'manifests', 'tests')).sort()).toEqual([
    'small.lock.json',
    'small.yaml',
  ]);
  const fsck = await project.cli('fsck');
  expect(fsck).toMatchObject({ code: 0, err: expect.stringContaining(' 0 problem(s)') });
}
