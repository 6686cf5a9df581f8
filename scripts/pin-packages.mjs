// Writes packages.digest.json: the digests of the files of the packages that compute or build. Run it right after
// `npm ci --ignore-scripts`, when package-lock.json has changed; what is installed now is what is pinned.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './build.mjs';

const { pinPackages } = await load('runner/build/pin-packages.ts');
const problems = await pinPackages(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
for (const text of problems) {
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = 1;
}
