/** A log of plain lines, for CI and files: each finished job with how far the run is, and a sign of life in between. */
import { durationText } from './duration.ts';
import { eventLine } from './event-line.ts';
import { ProgressState } from './progress-state.ts';
import type { RunEvent, RunLog } from './run-event.ts';

/** After this long without a line, a line says what is running. */
const signOfLifeMs = 30_000;

/** @param now milliseconds on a monotonic clock. */
export function plainLinesLog(write: (text: string) => void, now: () => number): RunLog {
  const state = new ProgressState();
  let lastLine = now();
  const line = (text: string): void => {
    write(`${text}\n`);
    lastLine = now();
  };
  const emit = (event: RunEvent): void => {
    state.apply(event, now());
    // The end of a run is told with its reports and its lock.
    const text = event.type === 'run-finished' ? undefined : eventLine(event);
    if (text !== undefined) line(event.type === 'job-done' ? `${counter(state, now())} ${text}` : text);
    else if (event.type === 'job-progress' && now() - lastLine > signOfLifeMs) line(signOfLife(state));
  };
  return { emit, close: () => undefined };
}

function counter(state: ProgressState, now: number): string {
  const eta = state.etaMs(now);
  const rest = eta === undefined || state.finished >= state.total ? '' : ` ETA ${durationText(eta)}`;
  return `[${state.finished}/${state.total}${rest}]`;
}

function signOfLife(state: ProgressState): string {
  return `running: ${[...state.running.values()].map((job) => `${job.label} ${job.detail}`.trimEnd()).join('; ')}`;
}
