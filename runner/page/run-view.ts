/** The state of a run, from its journal and the note of its progress: read again only as far as they have grown. */
import { lstatSync } from 'node:fs';
import { eventLine } from '../log/event-line.ts';
import { ProgressState } from '../log/progress-state.ts';
import { journalPath } from '../store/journal.ts';
import { layoutOf } from '../store/layout.ts';
import { readProgress } from '../store/run-progress.ts';
import type { Store } from '../store/store.ts';
import { eventsOf, isRunning, type ListedRun, listedRun, type TimedEvent } from '../study/run-list.ts';
import type { RunAnswer, RunLine } from './answers.ts';

/** Lines of the log that are shown. */
const mostLines = 200;

export class RunView {
  readonly #store: Store;
  readonly #runId: string;
  readonly #state = new ProgressState();
  readonly #lines: RunLine[] = [];
  #seen = 0;
  #bytes = -1;
  #listed: ListedRun | undefined;
  #keys = new Map<string, string>();
  #damage: string | null = null;

  constructor(store: Store, runId: string) {
    this.#store = store;
    this.#runId = runId;
  }

  /** @param now milliseconds on the clock of the wall. */
  look(now: number): RunAnswer {
    const [store, runId, state] = [this.#store, this.#runId, this.#state];
    this.#readJournal();
    const progress = readProgress(store.root, runId);
    for (const job of progress?.jobs ?? []) state.apply({ type: 'job-progress', ...job }, now);
    for (let i = state.hits; i < (progress?.hits ?? 0); i++)
      state.apply({ type: 'job-hit', label: '', key: null }, now);
    const listed = this.#listed ?? listedRun(store, runId);
    const isOver = listed.state !== 'running';
    const startedAt = listed.startedAt === null ? null : Date.parse(listed.startedAt);
    const until = isOver && listed.lastSign !== null ? Date.parse(listed.lastSign) : now;
    const running = isOver ? [] : [...state.running.values()];
    const own = running.filter(({ isTrial }) => !isTrial).length;
    return {
      ...{ runId, experiment: listed.experiment, state: listed.state, startedAt: listed.startedAt },
      ...{ total: listed.jobs, done: listed.computed, hits: listed.hits, failed: listed.failed },
      waiting: isOver ? 0 : Math.max(0, state.total - state.finished - own),
      ...{ workers: state.workers, elapsedMs: startedAt === null ? 0 : until - startedAt },
      etaMs: isOver ? null : (state.etaMs(now) ?? null),
      running: running.map((job) => ({
        ...{ label: job.label, key: this.#keys.get(job.label) ?? null, device: job.device },
        ...{
          elapsedMs: now - job.startedAt,
          fraction: job.fraction,
          detail: job.detail,
          isTrial: job.isTrial,
        },
      })),
      lines: this.#lines.slice(-mostLines),
      damage: this.#damage,
    };
  }

  #readJournal(): void {
    const bytes = journalBytes(this.#store, this.#runId);
    // A runner that died writes no more, and the run is another thing all the same.
    const isHeld = isRunning(this.#store, this.#runId);
    if (bytes === this.#bytes && this.#listed?.state === 'running' && isHeld) return;
    const content = this.#store.readJournal(this.#runId);
    for (const event of eventsOf(content).slice(this.#seen)) {
      this.#seen += 1;
      this.#take(event);
    }
    this.#damage =
      content?.problems.map(({ line, detail }) => `line ${line} of its journal ${detail}`)[0] ?? null;
    this.#bytes = bytes;
    this.#listed = listedRun(this.#store, this.#runId);
  }

  #take(event: TimedEvent): void {
    const at = event.at === undefined ? 0 : Date.parse(event.at);
    if (event.type === 'job-started') this.#keys.set(event.label, event.key);
    this.#state.apply(event, at);
    const text = eventLine(event);
    if (text === undefined) return;
    const isBad = ['job-failed', 'paused', 'crashed'].includes(event.type);
    this.#lines.push({
      ...{ at: event.at ?? null, text, isBad },
      key: 'key' in event && event.key !== null ? event.key : null,
    });
    // More than is shown is not kept either.
    if (this.#lines.length > 2 * mostLines) this.#lines.splice(0, mostLines);
  }
}

const journalBytes = (store: Store, runId: string): number =>
  lstatSync(journalPath(layoutOf(store.root), runId), { throwIfNoEntry: false })?.size ?? 0;
