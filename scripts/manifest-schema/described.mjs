/** What the methods, tasks and kinds of report say about themselves. Bundled, since Node.js alone cannot import what trains networks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
// Some dependencies are CommonJS and call require() for Node's own modules.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

export const describedMethods = () =>
  asked('experiments/registry/describe.ts', 'describeMethods', {
    mainFields: ['module', 'main'],
    banner: { js: banner },
  });

/** Packages stay outside, above all those that draw, which are loaded on demand. */
export const describedReports = () =>
  asked('runner/report/describe.ts', 'describeReports', { packages: 'external' });

/** What a function of a module says. */
async function asked(entry, name, options) {
  // Beside the sources, so that packages that stay outside of the bundle are found.
  const folder = mkdtempSync(join(root, '.describe-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: { described: entry },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
      ...options,
    });
    const module = await import(pathToFileURL(join(folder, 'described.mjs')).href);
    // Awaited here, because it may load parts of the bundle.
    return await module[name]();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
