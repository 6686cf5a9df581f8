/** The runs of a store, as their journals tell: those that go on, those that ended, and those whose runner died. */
import type { RunEvent } from '../log/run-event.ts';
import type { JournalContent } from '../store/journal.ts';
import { readProgress, runLeaseFile } from '../store/run-progress.ts';
import type { Store } from '../store/store.ts';
import { isLeaseHeld } from '../util/lease-file.ts';
import { experimentOf } from './run-id.ts';

export interface ListedRun {
  readonly runId: string;
  /** `<id>.<profile>`, cut where it is long. */
  readonly experiment: string;
  /** `stopped` by a person or by `--fail-fast`; `crashed` when its runner ended without a word. */
  readonly state: 'running' | 'ended' | 'stopped' | 'crashed';
  /** ISO 8601, UTC; null while the journal has no line. */
  readonly startedAt: string | null;
  readonly lastSign: string | null;
  readonly jobs: number;
  readonly computed: number;
  readonly hits: number;
  readonly failed: number;
  /** Labels of the jobs that run, trials included. */
  readonly running: readonly string[];
}

/** An event of a journal, with its time. What an older or newer version wrote besides is passed over. */
export type TimedEvent = RunEvent & { readonly at?: string };

/** The journal is ours and chained, so its lines are what a run told. */
export const eventsOf = (content: JournalContent | undefined): readonly TimedEvent[] =>
  (content?.events ?? []) as unknown as readonly TimedEvent[];

export const isRunning = (store: Store, runId: string): boolean =>
  isLeaseHeld(runLeaseFile(store.root, runId));

/** The newest first. @param most of those that do not go on */
export function listRuns(store: Store, most: number): ListedRun[] {
  const ids = [...store.runs()].reverse();
  const shown = ids.filter((runId, i) => i < most || isRunning(store, runId));
  return shown.map((runId) => listedRun(store, runId));
}

export function listedRun(store: Store, runId: string): ListedRun {
  const events = eventsOf(store.readJournal(runId));
  const running = new Set<string>();
  let [jobs, computed, failed] = [0, 0, 0];
  let finished: Extract<RunEvent, { type: 'run-finished' }> | undefined;
  for (const event of events) {
    const isOwn = !('search' in event) || event.search === undefined;
    if (event.type === 'run-started') jobs = event.jobs;
    else if (event.type === 'job-started') running.add(event.label);
    else if (event.type === 'run-finished') finished = event;
    else if ('label' in event) running.delete(event.label);
    if (event.type === 'job-done' && isOwn) computed++;
    if (event.type === 'job-failed' && isOwn) failed++;
  }
  const state = stateOf(finished, isRunning(store, runId));
  return {
    ...{ runId, experiment: experimentOf(runId), state, jobs },
    startedAt: events[0]?.at ?? null,
    lastSign: events.at(-1)?.at ?? null,
    computed: finished?.executed ?? computed,
    hits: finished?.hits ?? readProgress(store.root, runId)?.hits ?? 0,
    failed: finished?.failed ?? failed,
    running: state === 'running' ? [...running] : [],
  };
}

function stateOf(
  finished: Extract<RunEvent, { type: 'run-finished' }> | undefined,
  isHeld: boolean,
): ListedRun['state'] {
  if (finished !== undefined) return finished.notRun > 0 ? 'stopped' : 'ended';
  return isHeld ? 'running' : 'crashed';
}
