/**
 * Bundles the command line and the program that answers questions about architectures. No result depends on how, but a
 * selection is computed here: like the worker, it is compiled without tsconfig.json, which no key names.
 */
import { type BuildOptions, build } from 'esbuild';

// Some dependencies are CommonJS and call require() for Node's own modules.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Where spaces load their networks from: never loaded by what answers questions about them. */
export const networkModules = ['./network.ts', '../nasbench101/network.ts'];

/** @param tsconfigRaw stands in for every tsconfig.json. */
export async function bundleRunner(
  root: string,
  outdir: string,
  tsconfigRaw: BuildOptions['tsconfigRaw'] = {},
): Promise<void> {
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    preserveSymlinks: true,
    minifySyntax: true,
    minifyWhitespace: true,
    tsconfigRaw,
  };
  await build({
    ...shared,
    entryPoints: { cli: 'runner/cli.ts' },
    // Less text to parse at every start: commands load when asked for, and only names stay, for stack traces.
    splitting: true,
    chunkNames: 'cli-[name]-[hash]',
    banner: { js: banner },
    // It starts a program of its own and is asked only when sources are newer than the build.
    external: ['esbuild'],
  });
  // What the command line asks about search spaces: no tensors, so that it starts at once.
  await build({ ...shared, entryPoints: { query: 'architectures/main.ts' }, external: networkModules });
}
