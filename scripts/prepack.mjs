// Before `npm pack`: builds, and lays beside the build what an archive carries.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, load } from './build.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
for (const text of await build()) {
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = 1;
}
if (process.exitCode === undefined) {
  const { preparePack } = await load('runner/build/pack.ts');
  preparePack(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).files);
}
