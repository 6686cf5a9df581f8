/** Sees to it that the worker that runs is the one whose sources the job keys name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { sourceDigest } from '../../scripts/source-digest.mjs';

export interface BuildProblem {
  readonly reason: 'build-failed';
  /** What the build printed. */
  readonly output: string;
}

/** @returns the path of the worker; builds it first when its sources have changed since. */
export async function ensureBuilt(
  root: string,
  notice: (message: string) => void,
): Promise<Result<string, BuildProblem>> {
  const worker = join(root, 'dist', 'worker.js');
  if (existsSync(worker) && isFresh(root)) return ok(worker);
  notice('building the worker from its sources');
  const build = await execa(process.execPath, [join('scripts', 'build.mjs')], {
    cwd: root,
    reject: false,
    all: true,
  });
  return build.failed ? fail({ reason: 'build-failed', output: build.all ?? '' }) : ok(worker);
}

/** Whether `dist` was built from the sources as they are now. */
export function isFresh(root: string): boolean {
  const stamp = join(root, 'dist', 'sources.sha256');
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === sourceDigest(root);
}
