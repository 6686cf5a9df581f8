/** Keeps what watchers in other processes need besides the journal: how far each running job is, told at most once a second. */
import type { RunEvent, RunLog } from './run-event.ts';

const tellMs = 1_000;

type Progress = Omit<Extract<RunEvent, { type: 'job-progress' }>, 'type'>;

export interface ToldState {
  readonly hits: number;
  readonly jobs: readonly Progress[];
}

/** @param now milliseconds on a monotonic clock */
export function progressLog(tell: (state: ToldState) => void, now: () => number): RunLog {
  const jobs = new Map<string, Progress>();
  let hits = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const tellNow = (): void => {
    clearTimeout(timer);
    timer = undefined;
    toldAt = now();
    tell({ hits, jobs: [...jobs.values()] });
  };
  return {
    emit: (event) => {
      if (event.type === 'job-hit' && event.search === undefined) hits++;
      else if (event.type === 'job-progress') {
        const { type: _, ...progress } = event;
        jobs.set(event.label, progress);
      } else if ('label' in event) jobs.delete(event.label);
      else return;
      if (timer !== undefined) return;
      const wait = tellMs - (now() - toldAt);
      if (wait <= 0) tellNow();
      else timer = setTimeout(tellNow, wait).unref();
    },
    close: () => {
      if (timer !== undefined) tellNow();
    },
  };
}
