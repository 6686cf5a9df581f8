/** Job specs for whoever runs jobs without caring what they compute. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import { toJobKey, toSeed } from '../../schemas/ids.ts';
import type { JobSpec } from '../../schemas/job.ts';

/** A job in folders of its own. */
export function specIn(folder: string, label: string): JobSpec {
  const [outputFolder, progressFolder] = [join(folder, 'output', label), join(folder, 'progress', label)];
  for (const made of [outputFolder, progressFolder]) mkdirSync(made, { recursive: true });
  return {
    formatVersion: 1,
    label,
    key: toJobKey(sha256(label)),
    kind: 'search',
    seed: toSeed(1),
    parameters: {},
    inputs: {},
    dataFolder: null,
    benchmarkFolder: null,
    outputFolder,
    progressFolder,
  };
}
