// Builds the command line, the worker and the query program into dist/, each as one file, so that all start fast.
import { rmSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from './build-kernels.mjs';
import { buildManifestValidator } from './manifest-validator.mjs';
import { sourceDigest } from './source-digest.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));
const dist = join(root, 'dist');
// Built beside and moved file by file, so that somebody who runs or builds meanwhile never sees half a file.
const outdir = join(root, `.dist-${process.pid}`);

// Some dependencies are CommonJS and call require() for Node's own modules.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  sourcemap: 'linked',
};

const stamp = join(dist, 'sources.sha256');
const sources = sourceDigest(root);
await mkdir(outdir, { recursive: true });
// However the build ends.
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
await mkdir(dist, { recursive: true });
// A build that stops half-way must not look fresh.
await rm(stamp, { force: true });
await buildManifestValidator();
await buildKernels();
await build({
  ...shared,
  entryPoints: { cli: 'runner/cli.ts' },
  // Less text to parse at every start: commands load when asked for, and only names stay, for stack traces.
  splitting: true,
  chunkNames: 'cli-[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: `#!/usr/bin/env node\n${banner}` },
});
await build({
  ...shared,
  entryPoints: { worker: 'experiments/worker.ts' },
  splitting: true,
  chunkNames: 'worker-[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: banner },
  // Otherwise tfjs comes in twice, once as ES modules and once as CommonJS.
  mainFields: ['module', 'main'],
});

await build({
  ...shared,
  // What the command line asks about search spaces: no tensors, so that it starts at once. A space's networks stay out.
  entryPoints: { query: 'architectures/main.ts' },
  external: ['./network.ts', '../nasbench101/network.ts'],
  minifySyntax: true,
  minifyWhitespace: true,
});

await chmod(join(outdir, 'cli.js'), 0o755);

const wasmDist = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
await cp(join(wasmDist, 'tfjs-backend-wasm-simd.wasm'), join(outdir, 'tfjs-backend-wasm-simd.wasm'));

const built = await readdir(outdir);
for (const file of built) await rename(join(outdir, file), join(dist, file));
const stale = (await readdir(dist)).filter((file) => /^(cli|worker)-/.test(file) && !built.includes(file));
for (const file of stale) await rm(join(dist, file), { force: true });
await writeFile(stamp, `${sources}\n`);
