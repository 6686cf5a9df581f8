/** Where a job runs, as its record says it. */
import { cpus } from 'node:os';
import type { Environment } from '../../schemas/record.ts';

let processor: string | undefined;

/** Asked once, since the system reads the state of every core for it. */
function processorName(): string {
  processor ??= cpus()[0]?.model ?? 'unknown';
  return processor;
}

/** This machine. @param device id of the one that the job has */
export const environmentHere = (device: string): Omit<Environment, 'program'> => ({
  node: process.version,
  platform: process.platform,
  arch: process.arch,
  cpu: processorName(),
  device,
});
