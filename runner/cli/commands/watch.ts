/** `reprise watch <id>`: the view of a run that goes on in another terminal, from its journal. */
import { lstatSync } from 'node:fs';
import { jsonLinesLog } from '../../log/json-lines.ts';
import { liveView } from '../../log/live-view.ts';
import { plainLinesLog } from '../../log/plain-lines.ts';
import type { RunLog } from '../../log/run-event.ts';
import { journalPath } from '../../store/journal.ts';
import { layoutOf } from '../../store/layout.ts';
import { readProgress } from '../../store/run-progress.ts';
import type { Store } from '../../store/store.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { experimentOf } from '../../study/run-id.ts';
import { eventsOf, isRunning, type ListedRun, listedRun } from '../../study/run-list.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

const pollMs = 500;

export async function watchCommand(
  context: CliContext,
  id: string,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const store = openProjectStore(project.value);
  const runId = findRun(store, id);
  if (runId === undefined) {
    context.terminal.err(
      `error: expected a run, or a manifest that was run, found nothing called "${id}" in ${store.root}\n` +
        '  help: `reprise status --runs` lists the runs\n',
    );
    return exitCode.usage;
  }
  await follow(context, store, runId, flags.json === true);
  const run = listedRun(store, runId);
  if (flags.json !== true) context.terminal.err(`\n${closingText(run)}\n`);
  return run.state === 'crashed' || run.failed > 0 ? exitCode.failed : exitCode.done;
}

/** The run with this id; of a manifest the newest that goes on, or else the newest. */
function findRun(store: Store, id: string): string | undefined {
  const runs = [...store.runs()].reverse();
  if (runs.includes(id)) return id;
  const own = runs.filter((runId) => {
    const experiment = experimentOf(runId);
    return experiment === id || experiment.startsWith(`${id}.`);
  });
  return own.find((runId) => isRunning(store, runId)) ?? own[0];
}

/** Until the run ends or its runner is gone. */
async function follow(context: CliContext, store: Store, runId: string, json: boolean): Promise<void> {
  const { clock } = context;
  const first = eventsOf(store.readJournal(runId))[0]?.at;
  // Time on the clock of the wall, so that what began before is as old as it is.
  let told = first === undefined ? undefined : Date.parse(first);
  let isPast = true;
  const now = (): number => told ?? clock.date().getTime();
  const log = watchLog(context, json, now, () => isPast);
  const view = { seen: 0, bytes: -1, hits: 0 };
  for (;;) {
    // Asked first: what its runner wrote before it ended is read then.
    const goesOn = isRunning(store, runId);
    const bytes = journalBytes(store, runId);
    const events = bytes === view.bytes ? [] : eventsOf(store.readJournal(runId)).slice(view.seen);
    for (const event of events) {
      told = event.at === undefined ? undefined : Date.parse(event.at);
      log.emit(event);
    }
    told = undefined;
    view.bytes = bytes;
    view.seen += events.length;
    view.hits = tellProgress(store, runId, view.hits, log);
    isPast = false;
    if (!goesOn) break;
    await clock.sleep(pollMs);
  }
  log.close();
}

function watchLog({ terminal }: CliContext, json: boolean, now: () => number, isPast: () => boolean): RunLog {
  if (json) return jsonLinesLog((text) => terminal.out(text));
  if (terminal.interactive) return liveView(terminal.errStream, now, isPast);
  return plainLinesLog((text) => (isPast() ? undefined : terminal.err(text)), now);
}

/** What the journal leaves out. @returns how many hits were told. */
function tellProgress(store: Store, runId: string, toldHits: number, log: RunLog): number {
  const progress = readProgress(store.root, runId);
  if (progress === undefined) return toldHits;
  for (const job of progress.jobs) log.emit({ type: 'job-progress', ...job });
  for (let i = toldHits; i < progress.hits; i++) log.emit({ type: 'job-hit', label: '', key: null });
  return progress.hits;
}

const journalBytes = (store: Store, runId: string): number =>
  lstatSync(journalPath(layoutOf(store.root), runId), { throwIfNoEntry: false })?.size ?? 0;

function closingText({ runId, state, computed, hits, failed, jobs }: ListedRun): string {
  const words = {
    running: 'goes on',
    ended: 'ended',
    stopped: 'was stopped',
    crashed: 'ended without a word: its runner was killed; run it again to go on',
  };
  return `run ${runId} ${words[state]}: ${computed} of ${jobs} jobs computed, ${hits} from the store, ${failed} failed`;
}
