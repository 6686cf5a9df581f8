/** What the methods and tasks say about themselves. Bundled, since Node.js alone cannot import what trains networks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
// Some dependencies are CommonJS and call require() for Node's own modules.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

export async function describedMethods() {
  // Beside the sources, so that packages that stay outside of the bundle are found.
  const folder = mkdtempSync(join(root, '.describe-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['experiments/registry/describe.ts'],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
      mainFields: ['module', 'main'],
      banner: { js: banner },
    });
    const { describeMethods } = await import(pathToFileURL(join(folder, 'describe.mjs')).href);
    return await describeMethods();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
