// Builds the command line, the worker and the query program into a folder of dist/builds that bears the digest of its
// content. The steps are in runner/build; they are bundled first, since they are TypeScript.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildKernels } from './build/kernels.mjs';
import { buildNative } from './build/native.mjs';
import { buildManifestValidator } from './manifest-validator.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles a TypeScript module of the project and loads it. */
export async function load(module) {
  const outfile = join(root, 'dist', `.${randomUUID()}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  const options = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20.19',
    tsconfigRaw: {},
  };
  await esbuild.build({
    ...options,
    absWorkingDir: root,
    entryPoints: [module],
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const text of await build()) {
    process.stderr.write(`error: ${text}\n`);
    process.exitCode = 1;
  }
}

/** Returns why nothing was built, in words. */
export async function build() {
  try {
    await buildManifestValidator();
    const { makeBuild, makeProblemText } = await load('runner/build/make-build.ts');
    const made = await makeBuild(root, { wasm: buildKernels, native: buildNative });
    return made.ok ? [] : made.failures.map(makeProblemText);
  } catch (error) {
    return [`${error.message}\n  help: correct the sources; after a change of packages, \`npm ci\``];
  }
}
