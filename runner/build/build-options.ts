/** The options of the bundler and the flags of the kernel compiler: data in one file, whose content enters the job keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

export const optionsFile = 'scripts/build/options.json';

export interface WorkerOptions {
  /** For the bundler. */
  readonly worker: BuildOptions;
  readonly kernels: { readonly flags: readonly string[] };
}

/** @throws SyntaxError or the system's error when the file is no JSON or not there. */
export const readBuildOptions = (root: string): WorkerOptions =>
  JSON.parse(readFileSync(join(root, optionsFile), 'utf8'));
