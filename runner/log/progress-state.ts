/** The state of a run as its events tell it: what runs, what is done, how long the rest may take. No I/O. */
import type { RunEvent } from './run-event.ts';

export interface RunningJob {
  readonly label: string;
  readonly device: string;
  /** Milliseconds on the watcher's clock. */
  readonly startedAt: number;
  /** In [0, 1]. */
  readonly fraction: number;
  readonly detail: string;
  /** A search tells itself how far it is, and its trials are a part of that. */
  readonly isTrial: boolean;
}

export class ProgressState {
  total = 0;
  workers = 1;
  hits = 0;
  done = 0;
  failed = 0;
  readonly running = new Map<string, RunningJob>();
  /** Number and total wall time of the jobs that were computed, for the estimate. */
  #measured = { jobs: 0, wallMs: 0 };
  #selectionsLeft = 0;

  /** @param now milliseconds on the watcher's clock. */
  apply(event: RunEvent, now: number): void {
    if ('search' in event && event.search !== undefined) this.#applyTrial(event, now);
    else this.#applyJob(event, now);
  }

  #applyJob(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'run-started':
        this.total = event.jobs;
        this.#selectionsLeft = event.selections;
        this.workers = event.workers;
        break;
      case 'job-hit':
        this.hits++;
        this.#settle(event.label);
        break;
      case 'job-started':
        this.#start(event, now);
        break;
      case 'job-progress':
        this.#progress(event);
        break;
      case 'job-done':
        this.running.delete(event.label);
        this.done++;
        this.#settle(event.label);
        this.#remember(event.label, event.wallMs);
        break;
      case 'job-retried':
      case 'job-requeued':
        this.running.delete(event.label);
        break;
      case 'job-failed':
        this.running.delete(event.label);
        this.failed++;
        this.#settle(event.label);
        break;
      default:
    }
  }

  /** Trials are shown while they run; how far a search is, it says itself. */
  #applyTrial(event: RunEvent, now: number): void {
    if (event.type === 'job-started') this.#start(event, now);
    else if (event.type === 'job-progress') this.#progress(event);
    else if ('label' in event) this.running.delete(event.label);
  }

  #start({ label, device, search }: Extract<RunEvent, { type: 'job-started' }>, startedAt: number): void {
    const isTrial = search !== undefined;
    this.running.set(label, { label, device, startedAt, fraction: 0, detail: '', isTrial });
  }

  get finished(): number {
    return this.hits + this.done + this.failed;
  }

  /** Remaining wall time in milliseconds; undefined until a first job has finished. */
  etaMs(now: number): number | undefined {
    const mean = this.#meanWallMs();
    if (mean === undefined) return undefined;
    const running = [...this.running.values()].filter(({ isTrial }) => !isTrial);
    const runningLeft = running.map((job) => remainingOf(job, now, mean));
    const waiting = Math.max(0, this.total - this.finished - running.length - this.#selectionsLeft);
    const work = runningLeft.reduce((sum, left) => sum + left, waiting * mean);
    return Math.max(work / this.workers, ...runningLeft, 0);
  }

  #progress(event: Extract<RunEvent, { type: 'job-progress' }>): void {
    const job = this.running.get(event.label);
    if (job === undefined) return;
    const metric =
      event.metric === undefined ? '' : `  ${event.metric.name} ${event.metric.value.toFixed(2)}`;
    const resumed = event.resumed === undefined ? '' : ` (${event.resumed} from before)`;
    // A search counts the part of a trial that is done.
    const finished = Math.floor(event.done * 10) / 10;
    const detail = `${finished}/${event.total} ${event.unit}${resumed}${metric}`;
    this.running.set(event.label, {
      ...job,
      fraction: event.total > 0 ? event.done / event.total : 0,
      detail,
    });
  }

  #settle(label: string): void {
    if (isSelection(label)) this.#selectionsLeft--;
  }

  #remember(label: string, wallMs: number): void {
    // Selections take no time and would spoil the estimate.
    if (isSelection(label)) return;
    this.#measured = { jobs: this.#measured.jobs + 1, wallMs: this.#measured.wallMs + wallMs };
  }

  #meanWallMs(): number | undefined {
    const { jobs, wallMs } = this.#measured;
    return jobs === 0 ? undefined : wallMs / jobs;
  }
}

const isSelection = (label: string): boolean => label.endsWith('/select');

function remainingOf(job: RunningJob, now: number, mean: number): number {
  const elapsed = now - job.startedAt;
  return job.fraction > 0.05 ? (elapsed * (1 - job.fraction)) / job.fraction : Math.max(0, mean - elapsed);
}
