/** Looks into the store for the ends of tasks, and for what those on a node say of their progress. */
import { join } from 'node:path';
import { progressFormat } from '../../../schemas/slurm.ts';
import { collectEnd } from './collect.ts';
import type { Ledger, TaskPlace } from './ledger.ts';
import type { SlurmJob } from './slurm-job.ts';
import { readTaskFile } from './task-file.ts';

export async function collectEnds(ledger: Ledger, jobs: readonly SlurmJob[]): Promise<void> {
  const ends = new Map<string, ReadonlySet<number>>();
  for (const job of jobs) {
    const { place } = job;
    if (place === undefined || job.isSettled) continue;
    const known = ends.get(place.wave) ?? ledger.endsOf(place.wave);
    ends.set(place.wave, known);
    if (known.has(place.index)) await collect(ledger, job, place);
    else if (job.isOnNode) tellProgress(ledger, job);
  }
}

async function collect(ledger: Ledger, job: SlurmJob, place: TaskPlace): Promise<void> {
  const end = ledger.readEnd(place);
  if (end === undefined || end.key !== job.spec.key) return;
  if (job.cancelled !== undefined) {
    // One that is done after all, the next runner finds; what else it came to, the cancellation may have done.
    if (!end.outcome.done) ledger.forget(end.key);
    job.fail(job.cancelled);
    return;
  }
  job.start(end.environment.device);
  const outcome = await collectEnd(end, ledger.attemptFolder(end.key, end.attempt), job.spec);
  if (!outcome.done && outcome.failure.reason !== 'disk-full') ledger.forget(end.key);
  if (!job.isSettled) job.settle(outcome);
}

function tellProgress(ledger: Ledger, job: SlurmJob): void {
  const progress = readTaskFile(join(ledger.jobFolder(job.spec.key), 'progress.json'), progressFormat);
  if (progress === undefined) return;
  const { formatVersion: _, ...told } = progress;
  job.progress(told);
}
