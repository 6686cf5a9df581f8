import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readCodeState, readHead } from '../../../runner/project/code-state.ts';
import { dependenciesDigest } from '../../../runner/project/dependencies.ts';
import { Git } from '../../../runner/project/git.ts';
import { findProject, type Project } from '../../../runner/project/project.ts';
import type { EngineName } from '../../../schemas/engine.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const lock = (version: string) => ({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'i', dependencies: { b: '*' } },
    'node_modules/b': { version: '9.0.0', integrity: 'outer' },
    'node_modules/a/node_modules/b': { version, integrity: 'inner' },
    'node_modules/unrelated': { version, integrity: 'u' },
  },
});

function write(root: string, path: string, content: unknown): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

async function project(): Promise<{ project: Project; git: Git; commit: () => Promise<unknown> }> {
  const root = temporaryFolder();
  write(root, 'manifests/x.yaml', 'id: x\n');
  write(root, 'experiments/a.ts', 'a\n');
  write(root, 'schemas/b.ts', 'b\n');
  write(root, '.gitignore', 'artifacts\n');
  write(root, 'package.json', { reprise: { workerDependencies: { all: ['a'], webgpu: ['unrelated'] } } });
  write(root, 'package-lock.json', lock('1.0.0'));
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root });
  await git('init', '--quiet');
  const commit = async () => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'x');
  };
  await commit();
  const found = findProject(join(root, 'manifests'));
  if (found === undefined) throw new Error('the project was not found');
  return { project: found, git: new Git(root), commit };
}

const stateOf = async (p: Awaited<ReturnType<typeof project>>) => {
  const state = await readCodeState(p.project, p.git, await readHead(p.git), 'wasm');
  if (!state.ok) throw new Error(JSON.stringify(state.failures));
  return state.value;
};

describe('readCodeState', () => {
  test('a commit that leaves the code alone leaves its identity alone', async () => {
    const p = await project();
    const before = await stateOf(p);
    write(p.project.root, 'README.md', 'hello\n');
    await p.commit();
    const after = await stateOf(p);
    expect(after.commit).not.toBe(before.commit);
    expect(after.code).toEqual(before.code);
    expect(after.dirty).toBeNull();
  });

  test('an uncommitted change has the identity that it will have when committed, and a patch', async () => {
    const p = await project();
    write(p.project.root, 'experiments/a.ts', 'changed\n');
    write(p.project.root, 'experiments/new.ts', 'new\n');
    const dirty = await stateOf(p);
    expect(dirty.dirty?.changed).toEqual(['experiments/a.ts', 'experiments/new.ts']);
    expect(dirty.dirty?.patch).toContain('+changed');
    expect(dirty.dirty?.patch).toContain('+new');
    await p.commit();
    expect((await stateOf(p)).code).toEqual(dirty.code);
  });

  test('lock files, which runs write, do not make a tree dirty', async () => {
    const p = await project();
    write(p.project.root, 'manifests/deep/x.lock.json', '{}');
    expect((await stateOf(p)).dirty).toBeNull();
  });

  test('reading the state leaves the index of the user alone', async () => {
    const p = await project();
    write(p.project.root, 'experiments/a.ts', 'changed\n');
    await stateOf(p);
    const { stdout } = await execa('git', ['status', '--porcelain'], { cwd: p.project.root });
    expect(stdout).toBe(' M experiments/a.ts');
  });

  test('without a commit, a code folder or a lockfile it says which is missing', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'manifests'));
    const bare = findProject(folder);
    if (bare === undefined) throw new Error('the project was not found');
    expect(await readCodeState(bare, new Git(folder), await readHead(new Git(folder)), 'wasm')).toMatchObject(
      {
        failures: [{ reason: 'no-commit' }],
      },
    );
    const p = await project();
    rmSync(join(p.project.root, 'package-lock.json'));
    await p.commit();
    expect(await readCodeState(p.project, p.git, await readHead(p.git), 'wasm')).toMatchObject({
      failures: [{ reason: 'no-lockfile' }],
    });
    rmSync(join(p.project.root, 'schemas'), { recursive: true });
    await p.commit();
    expect(await readCodeState(p.project, p.git, await readHead(p.git), 'wasm')).toMatchObject({
      failures: [{ reason: 'no-code-folder', folder: 'schemas' }],
    });
  });
});

describe('dependenciesDigest', () => {
  const digestWith = (lockfile: unknown, engine: EngineName = 'wasm'): string => {
    const root = temporaryFolder();
    write(root, 'package.json', { reprise: { workerDependencies: { all: ['a'], webgpu: ['unrelated'] } } });
    write(root, 'package-lock.json', lockfile);
    return dependenciesDigest(root, engine);
  };

  test('a package that takes no part does not count', () => {
    const changed = lock('1.0.0');
    changed.packages['node_modules/unrelated'].version = '2.0.0';
    expect(digestWith(changed)).toBe(digestWith(lock('1.0.0')));
  });

  test('a package of one engine counts for that engine alone', () => {
    const changed = lock('1.0.0');
    changed.packages['node_modules/unrelated'].version = '2.0.0';
    expect(digestWith(changed, 'webgpu')).not.toBe(digestWith(lock('1.0.0'), 'webgpu'));
  });

  test('the nearest copy of a dependency counts, not one further out', () => {
    const outer = lock('1.0.0');
    outer.packages['node_modules/b'].version = '9.9.9';
    expect(digestWith(outer)).toBe(digestWith(lock('1.0.0')));
    expect(digestWith(lock('1.0.1'))).not.toBe(digestWith(lock('1.0.0')));
  });
});
