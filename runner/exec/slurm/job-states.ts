/**
 * What it means for a job that Slurm says its task waits, runs or has ended, or does not know it. A job has ended when its
 * end lies in the store, whatever Slurm says; where Slurm says that it ended and no end comes, it failed.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import type { Clock } from '../../util/clock.ts';
import { failureOfState } from './ended-state.ts';
import type { Ledger, TaskPlace } from './ledger.ts';
import type { OpenWave, OpenWaves } from './open-waves.ts';
import type { SlurmJob } from './slurm-job.ts';
import { type AllStates, hasEnded, isHeld, isOnNode, type TaskState } from './task-states.ts';

export interface JobStatesOptions {
  readonly ledger: Ledger;
  readonly waves: OpenWaves;
  readonly clock: Clock;
  readonly notice: (message: string) => void;
  readonly isStopping: () => boolean;
  /** Tells Slurm to cancel a job, unless it was told. */
  readonly cancel: (job: SlurmJob) => void;
  /** Slurm is to be asked again in a moment. */
  readonly askSoon: () => void;
  readonly handIn: (job: SlurmJob) => void;
}

/** Of what a task printed, kept with a failure. */
const tailBytes = 4_000;
/** A shared file system may show a new file this late. */
const lateEndMs = { afterSuccess: 60_000, afterFailure: 1_500 };
/** For how long a submission without an answer may still arrive, and one with an answer may not be listed. */
const lateListMs = 30_000;

export class JobStates {
  readonly #options: JobStatesOptions;
  readonly #saidHeld = new Set<JobKey>();

  constructor(options: JobStatesOptions) {
    this.#options = options;
  }

  /** @param place of the job, which was handed in */
  apply(job: SlurmJob, place: TaskPlace, states: AllStates): void {
    const { waves } = this.#options;
    const known = states.get(place.wave);
    if (known !== undefined && waves.get(place.wave)?.jobId === undefined)
      waves.learnId(place.wave, known.jobId);
    const wave = waves.get(place.wave);
    const state = known?.tasks.get(place.index) ?? known?.others;
    if (wave === undefined) return;
    if (state === undefined) this.#applyAbsence(job, wave);
    else if (hasEnded(state)) this.#applyEnd(job, place, state);
    else this.#applyLife(job, state);
  }

  #applyLife(job: SlurmJob, state: TaskState): void {
    const { waves, notice, cancel, askSoon } = this.#options;
    job.isAdopted = false;
    job.goneSince = undefined;
    if (isOnNode(state)) {
      if (state.state !== 'COMPLETING') job.start(`slurm:${state.node ?? 'unknown'}`);
    } else job.wait();
    if (job.cancelled !== undefined || (job.isUnwanted && !job.isOnNode)) {
      cancel(job);
      askSoon();
    }
    if (!isHeld(state) || this.#saidHeld.has(job.spec.key)) return;
    this.#saidHeld.add(job.spec.key);
    notice(
      `${job.spec.label} is held by Slurm (${state.why || state.state}); \`scontrol release ${waves.taskName(job) ?? '?'}\` lets it go on`,
    );
  }

  /** Slurm does not list it: not yet, not any more, or it never came there. */
  #applyAbsence(job: SlurmJob, { at, jobId }: OpenWave): void {
    const { clock } = this.#options;
    const now = clock.now();
    job.goneSince ??= now;
    const absentMs = jobId === undefined ? clock.date().getTime() - Date.parse(at) : now - job.goneSince;
    const patienceMs = jobId !== undefined && job.isAdopted ? lateEndMs.afterFailure : lateListMs;
    if (absentMs >= patienceMs)
      this.#endWithout(job, { state: 'not known to Slurm any more', node: null, why: '' });
  }

  #applyEnd(job: SlurmJob, place: TaskPlace, state: TaskState): void {
    const { clock, ledger, askSoon } = this.#options;
    const now = clock.now();
    job.goneSince ??= now;
    const isOurs = job.cancelled !== undefined || isWithdrawn(job, state);
    const graceMs = state.state === 'COMPLETED' ? lateEndMs.afterSuccess : lateEndMs.afterFailure;
    // An end that is there already is collected at the next look.
    const mayCome = isOurs ? ledger.readEnd(place) !== undefined : now - job.goneSince < graceMs;
    if (mayCome) askSoon();
    else this.#endWithout(job, state);
  }

  /** It ended without an end. What a runner before this one had handed in is handed in anew. */
  #endWithout(job: SlurmJob, state: TaskState): void {
    const { ledger, waves, isStopping, handIn } = this.#options;
    const { place, spec } = job;
    const log = place === undefined ? '' : ledger.logTail(place, tailBytes);
    const failure = failureOfState(state, waves.taskName(job) ?? '?', log);
    ledger.forget(spec.key);
    job.place = undefined;
    job.goneSince = undefined;
    if (job.cancelled !== undefined) job.fail(job.cancelled, log);
    else if (isWithdrawn(job, state) || (job.isAdopted && isStopping())) job.fail(interrupted);
    else if (!job.isAdopted) job.fail(failure, log);
    else {
      job.isAdopted = false;
      handIn(job);
    }
  }
}

/** Cancelled while it waited, since the run was to stop. */
const isWithdrawn = ({ isUnwanted }: SlurmJob, { state }: TaskState): boolean =>
  isUnwanted && state === 'CANCELLED';

export const interrupted: JobFailure = { reason: 'interrupted' };
