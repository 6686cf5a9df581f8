/** Starts the measuring process: a driver can be chosen, and Dawn ended, only with a whole process. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { bundleProgram } from '../../../util/bundle-program.ts';
import { softwareAdapter } from '../../../util/software-adapter.ts';
import type { Outcome } from './child.ts';

const limitMs = 100_000;

export async function outcomesOf<Name extends string>(
  names: readonly Name[],
): Promise<Readonly<Record<Name, Outcome>>> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-webgpu-'));
  const child = join(folder, 'child.mjs');
  await bundleProgram(resolve('test/unit/engine-webgpu/support/child.ts'), child);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const outcomes: [Name, Outcome][] = [];
  try {
    for (const name of names) {
      const file = join(folder, `${name}.json`);
      await execa(process.execPath, [child, name, file], { env: softwareAdapter(), timeout: limitMs });
      outcomes.push([name, JSON.parse(readFileSync(file, 'utf8')) as Outcome]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Object.fromEntries(outcomes) as Record<Name, Outcome>;
}
