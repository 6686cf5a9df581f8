/** The latest run in which a job was computed, or began to be. */
import type { JobKey } from '../../schemas/ids.ts';
import type { Store } from '../store/store.ts';
import { eventsOf } from './run-list.ts';

export interface JobInRun {
  readonly runId: string;
  readonly key: JobKey;
  readonly label: string;
}

/** Shorter beginnings of a key could be words. */
const keyStart = /^[0-9a-f]{8,64}$/;

/** @param what a label, or a key's beginning of at least eight digits */
export function findInRuns(store: Store, what: string): JobInRun | undefined {
  for (const runId of [...store.runs()].reverse()) {
    const events = eventsOf(store.readJournal(runId));
    for (let i = events.length - 1; i >= 0; i--) {
      const event = events[i];
      if (event?.type !== 'job-started') continue;
      const { label, key } = event;
      if (label === what || (keyStart.test(what) && key.startsWith(what))) return { runId, key, label };
    }
  }
  return undefined;
}

/** Whether the job goes on in that run, as its journal tells. */
export function goesOn(store: Store, { runId, label }: JobInRun): boolean {
  const last = eventsOf(store.readJournal(runId))
    .filter((event) => 'label' in event && event.label === label)
    .at(-1);
  return last?.type === 'job-started' || last?.type === 'job-retried';
}
