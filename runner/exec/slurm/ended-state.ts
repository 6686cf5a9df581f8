/** What it means that Slurm ended a task that left no end. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { TaskState } from './task-states.ts';

/** Ends for what the job uses or somebody wants: it would end so again. */
const againstTheJob: ReadonlySet<string> = new Set(['CANCELLED', 'DEADLINE', 'OUT_OF_MEMORY', 'TIMEOUT']);
/** The task's program did not come to its end: it did not start, or something killed it alone. */
const byItself: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED']);

/** @param job as Slurm calls it, such as `123_4`. @param log the end of what the task printed */
export function failureOfState({ state, node }: TaskState, job: string, log: string): JobFailure {
  if (byItself.has(state)) {
    const words = log.trim().slice(-600);
    const printed = words === '' ? 'its task printed nothing' : words;
    return {
      reason: 'worker-did-not-start',
      message: `Slurm's job ${job}${node === null ? '' : ` on ${node}`} ended as ${state} without a result: ${printed}`,
    };
  }
  if (againstTheJob.has(state)) return { reason: 'slurm-ended', state, job, node };
  return { reason: 'slurm-lost', state, job, node };
}
