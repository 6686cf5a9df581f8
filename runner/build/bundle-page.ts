/** Bundles the page: one script and one style, without a map and without anything to load. No result depends on it. */
import { build } from 'esbuild';

export async function bundlePage(root: string, outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    outdir,
    entryPoints: { page: 'runner/page/client/main.tsx' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: ['es2022'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    preserveSymlinks: true,
    minify: true,
    // The text stands in an element, which a `</script>` within it would end.
    supported: { 'inline-script': true },
    tsconfigRaw: {},
  });
}
