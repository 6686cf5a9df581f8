/** Recorded benchmark data, which is not part of the project: tests that need it say so and skip where it is absent. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface RealData {
  readonly path: string;
  readonly absent: boolean;
  /** What a skipped test prints. */
  readonly reason: string;
}

/** @param file below the folder `shared/data` next to the project */
export function realData(file: string): RealData {
  const path = join(process.cwd(), '..', 'shared', 'data', file);
  return { path, absent: !existsSync(path), reason: `needs ${path}` };
}

/** Long tests run on demand. */
export const isQuick = process.env['REPRISE_SLOW'] !== '1';
export const quickReason = 'takes long; set REPRISE_SLOW=1 to run it';
