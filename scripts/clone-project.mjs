// A clone of this repository with its packages and builds, for programs that must not disturb it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @returns what it prints */
export const git = (cwd, ...args) =>
  execFileSync('git', ['-c', 'user.name=scripts', '-c', 'user.email=scripts@example.org', ...args], {
    cwd,
    encoding: 'utf8',
  });

/** @param files further ones, by path in the clone, which are committed */
export function cloneProject(root, files) {
  const repository = resolve('.');
  git(repository, 'clone', '--quiet', repository, root);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  cpSync(join(repository, 'dist'), join(root, 'dist'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  if (Object.keys(files).length === 0) return;
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'manifests');
}
