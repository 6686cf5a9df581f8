/**
 * What a task of the array does on its node: reads what the runner wrote, runs the job as the runner would on its own
 * machine, and writes how it ended. SIGTERM, by which Slurm takes a node back, ends the job without an end: it goes on
 * from what it noted when Slurm starts the task again.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contractProblemText } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { type SlurmTask, type TaskEnd, taskFormat } from '../../../schemas/slurm.ts';
import { systemClock } from '../../util/clock.ts';
import { ExplainedError } from '../../util/explained-error.ts';
import { Attempt, type TaskVariables } from './attempt.ts';
import { type Ledger, ledgerOfWave, type TaskPlace } from './ledger.ts';

/** How often an attempt looks whether it is still the one. */
const lookMs = 5_000;
/** How much later than a process of the job this one may be told to end. */
const lateMs = { afterFailure: 1_000, afterProgram: 250 };

export interface TaskEnvironment {
  readonly env: TaskVariables;
  /** Calls back when Slurm tells the task to end. */
  readonly onTerminate: (callback: () => void) => void;
  readonly say: (line: string) => void;
}

/** @returns whether the task came to its end; false when it was told to stop before. */
export async function runSlurmTask(
  waveFolder: string,
  { env, onTerminate, say }: TaskEnvironment,
): Promise<boolean> {
  const ledger = ledgerOfWave(waveFolder);
  const found = findTask(ledger, waveFolder, env);
  const nothingToDo = (): boolean => {
    say('the job of this task was handed in anew, or is done: nothing to do');
    return true;
  };
  if (found === undefined) return nothingToDo();
  const { task, place } = found;
  const control = new AbortController();
  const stop = (): void => control.abort({ reason: 'interrupted' } satisfies JobFailure);
  onTerminate(stop);
  const attempt = new Attempt(ledger, task, place, env);
  if (!attempt.begin()) return nothingToDo();
  const watch = setInterval(() => {
    if (!attempt.isCurrent()) stop();
  }, lookMs);
  try {
    const end = await attempt.run(control.signal);
    await mayBeTold(end.outcome, control.signal);
    if (control.signal.aborted) {
      say('told to end before the job was done; it goes on from what it noted when the task starts again');
      return false;
    }
    ledger.writeEnd(place, end);
    return true;
  } finally {
    clearInterval(watch);
  }
}

/**
 * Slurm tells all processes of a task to end, in any order: what the job's own make of it may be seen before this one is
 * told, and is no end of the job.
 */
function mayBeTold(outcome: TaskEnd['outcome'], signal: AbortSignal): Promise<void> {
  const ms = outcome.done ? (outcome.program === undefined ? 0 : lateMs.afterProgram) : lateMs.afterFailure;
  const told = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  return signal.aborted ? Promise.resolve() : Promise.race([told, systemClock.sleep(ms)]);
}

/** Undefined when there is nothing to do. */
function findTask(
  ledger: Ledger,
  waveFolder: string,
  env: TaskVariables,
): { readonly task: SlurmTask; readonly place: TaskPlace } | undefined {
  const index = Number(env['SLURM_ARRAY_TASK_ID']);
  const name = basename(waveFolder);
  const key = ledger.readWave(name)?.wave.keys[index];
  const place = { wave: name, index };
  if (key === undefined || !ledger.isCurrent(key, place) || ledger.readEnd(place) !== undefined) {
    return undefined;
  }
  return { task: readTask(join(ledger.jobFolder(key), 'task.json')), place };
}

function readTask(file: string): SlurmTask {
  const read = taskFormat.parse(readFileSync(file, 'utf8'));
  if (read.ok) return read.value;
  throw new ExplainedError(
    `${file}: ${read.failures.map(contractProblemText).join('; ')}`,
    'see whether the store lies on a folder that all nodes share, and whether there is room',
  );
}
