/** A program as one text of JavaScript, to be run in a process of its own. */
import { build } from 'esbuild';

export async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: '.', loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', write: false, external: ['canvas'], minify: true },
  });
  return outputFiles[0]?.text ?? '';
}
