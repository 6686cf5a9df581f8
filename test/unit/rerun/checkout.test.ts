/** Checkouts of real repositories, none of which may be changed by them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { Git } from '../../../runner/project/git.ts';
import { checkOut } from '../../../runner/rerun/checkout.ts';
import { toGitCommit } from '../../../schemas/ids.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
const files = {
  'top.txt': 'top\n',
  '.gitattributes': '*.txt text eol=crlf\n*.bin filter=upper\n',
  'below/a project/x.txt': 'one\ntwo\n',
  'below/a project/x.bin': 'content\n',
};

/** A repository with two commits, of which the first is wanted. */
async function repository(...options: string[]) {
  const top = join(temporaryFolder(), 'repository');
  const git = async (...args: string[]) => (await execa('git', [...identity, ...args], { cwd: top })).stdout;
  mkdirSync(top);
  await git('init', '--quiet', '--initial-branch=main', ...options);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'first');
  const commit = await git('rev-parse', 'HEAD');
  writeFileSync(join(top, 'below/a project/x.txt'), 'later\n');
  await git('commit', '--quiet', '--all', '--message', 'second');
  return { top, git, commit: toGitCommit(commit) };
}

async function expectCheckout(project: string, commit: Awaited<ReturnType<typeof repository>>['commit']) {
  const folder = join(temporaryFolder(), 'checkout');
  const made = await checkOut(new Git(project), commit, folder);
  if (!made.ok) throw new Error(JSON.stringify(made.failures));
  for (const [path, text] of Object.entries(files))
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  const git = async (...args: string[]) => (await execa('git', args, { cwd: made.value })).stdout;
  expect(await git('rev-parse', 'HEAD')).toBe(commit);
  expect(await git('status', '--porcelain')).toBe('');
  return { folder, project: made.value, git };
}

test('has the bytes of the commit, whatever attributes and filters say', async () => {
  const { top, git, commit } = await repository();
  await git('config', 'filter.upper.smudge', 'tr a-z A-Z');
  await git('config', 'filter.upper.required', 'true');
  await git('config', 'core.autocrlf', 'true');
  await expectCheckout(top, commit);
});

test('of a project below the top is the project there, and what is added to it is no change', async () => {
  const { top, commit } = await repository();
  const { folder, project, git } = await expectCheckout(join(top, 'below/a project'), commit);
  expect(project).toBe(join(folder, 'below/a project/'));
  mkdirSync(join(project, 'dist'));
  writeFileSync(join(project, 'dist', 'cli.js'), '');
  writeFileSync(join(project, 'node_modules'), '');
  expect(await git('status', '--porcelain')).toBe('');
});

test('of a repository with long ids', async () => {
  const { top, commit } = await repository('--object-format=sha256');
  expect(commit).toHaveLength(64);
  await expectCheckout(top, commit);
});

test('of a linked worktree, a sparse one, and with hooks that refuse', async () => {
  const { top, git, commit } = await repository();
  const linked = join(temporaryFolder(), 'linked');
  await git('worktree', 'add', '--quiet', linked);
  await execa('git', ['sparse-checkout', 'set', 'nothing'], { cwd: linked });
  for (const hook of ['post-checkout', 'reference-transaction']) {
    writeFileSync(join(top, '.git/hooks', hook), '#!/bin/sh\nexit 2\n', { mode: 0o755 });
  }
  const before = await git('worktree', 'list', '--porcelain');
  await expectCheckout(linked, commit);
  expect(await git('worktree', 'list', '--porcelain')).toBe(before);
});

test('of a shallow clone and of one that lacks files', async () => {
  const { top, git } = await repository();
  await git('config', 'uploadpack.allowFilter', 'true');
  await git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const folder = temporaryFolder();
  const clone = (name: string, ...options: string[]) =>
    execa('git', ['clone', '--quiet', ...options, `file://${top}`, name], { cwd: folder });
  await clone('shallow', '--depth', '1');
  const later = toGitCommit(await git('rev-parse', 'HEAD'));
  const made = await checkOut(new Git(join(folder, 'shallow')), later, join(folder, 'of-shallow'));
  expect(made).toMatchObject({ ok: true });
  expect(readdirSync(join(folder, 'of-shallow'))).toEqual(['.git', '.gitattributes', 'below', 'top.txt']);
  await clone('partial', '--filter=blob:none', '--no-checkout');
  await expectCheckout(join(folder, 'partial'), toGitCommit(await git('rev-parse', 'HEAD~1')));
  expect(existsSync(join(folder, 'partial', 'top.txt'))).toBe(false);
});
