/** Recorded data, too big to come with the project: tests that need it skip where it is absent, and say what they need. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { skipAll } from './skip-all.ts';

export interface RealData {
  readonly path: string;
  readonly absent: boolean;
  /** What a skipped test says. */
  readonly reason: string;
}

const folder = process.env['REPRISE_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data');

/** @param file below the folder REPRISE_TEST_DATA, without which it is `../shared/data`, seen from the project */
export function realData(file: string): RealData {
  const path = join(folder, file);
  return { path, absent: !existsSync(path), reason: `needs ${file} in the folder REPRISE_TEST_DATA` };
}

/** Skips every test of the enclosing `describe` that lacks one of these. */
export function needs(...data: readonly RealData[]): void {
  skipAll(data.find(({ absent }) => absent)?.reason);
}

/** Long tests run on demand. */
export const isQuick = process.env['REPRISE_SLOW'] !== '1';
export const quickReason = 'takes long; REPRISE_SLOW=1 runs it';
