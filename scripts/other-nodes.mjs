// Puts other versions of Node.js from the package registry into a folder that git ignores, and prints their paths: the
// determinism test runs its golden training under each of them. Usage: node scripts/other-nodes.mjs 22 24
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const paths = process.argv.slice(2).map((major) => {
  if (!/^\d+$/.test(major)) throw new Error(`Expected a major version such as 22, got \`${major}\``);
  const folder = resolve('artifacts', 'nodes', major);
  const name = `node-${process.platform}-${process.arch}`;
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(
      'npm',
      ['install', '--prefix', folder, '--no-save', '--no-package-lock', `${name}@${major}`],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  return binary;
});
console.log(paths.join(':'));
