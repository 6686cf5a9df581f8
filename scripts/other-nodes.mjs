// Puts other versions of Node.js from the package registry into a folder that git ignores, and prints their paths: the
// determinism test runs its golden training under each of them.
//
//   node scripts/other-nodes.mjs [--arch arm64] 22 24
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { arch: { type: 'string', default: process.arch } },
  allowPositionals: true,
});

const paths = positionals.map((major) => {
  if (!/^\d+$/.test(major)) throw new Error(`Expected a major version such as 22, got \`${major}\``);
  const name = `node-${process.platform}-${values.arch}`;
  const folder = resolve(
    'artifacts',
    'nodes',
    values.arch === process.arch ? major : `${major}-${values.arch}`,
  );
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    // The package says which processors it is for; it only lies here for an emulator, or for this one.
    const flags = ['--no-save', '--no-package-lock', '--force', '--ignore-scripts'];
    execFileSync('npm', ['install', '--prefix', folder, ...flags, `${name}@${major}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return binary;
});
console.log(paths.join(':'));
