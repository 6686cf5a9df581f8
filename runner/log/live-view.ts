/** The live view on a terminal: finished jobs scroll by; below them the running jobs, a bar and the time left. */
import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import { visibleLines, visibleText } from '../util/visible-text.ts';
import { durationText } from './duration.ts';
import { eventLine } from './event-line.ts';
import { ProgressState, type RunningJob } from './progress-state.ts';
import type { RunEvent, RunLog } from './run-event.ts';

const redrawMs = 100;
const widestBar = 24;
/** Below that, a job's name gives way to how far it is, and the bar to the numbers. */
const roomyColumns = 80;

/**
 * @param now milliseconds on a monotonic clock.
 * @param isPast whether what is told happened before anybody watched: it counts, but does not scroll by
 */
export function liveView(
  stream: NodeJS.WriteStream,
  now: () => number,
  isPast: () => boolean = () => false,
): RunLog {
  const update = createLogUpdate(stream, { showCursor: true });
  const state = new ProgressState();
  const startedAt = now();
  const draw = (): void => update(liveFrame(state, startedAt, now(), stream.columns ?? 80).join('\n'));
  // Redraws while nothing happens, so that the clock moves and nobody thinks it hangs.
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    emit: (event) => {
      state.apply(event, now());
      const text = eventLine(event);
      if (text !== undefined && event.type !== 'run-finished' && !isPast())
        update.persist(colored(event, visibleLines(text)));
    },
    close: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}

/** The lines below what scrolls by. */
export function liveFrame(state: ProgressState, startedAt: number, now: number, columns: number): string[] {
  const longest = Math.max(20, ...[...state.running.keys()].map((label) => label.length));
  const width = columns < roomyColumns ? Math.max(12, Math.min(longest, columns - 26)) : longest;
  const jobs = [...state.running.values()].map((job) => clip(jobLine(job, now, width), columns));
  return [...jobs, clip(summaryLine(state, startedAt, now, columns), columns)];
}

function jobLine(job: RunningJob, now: number, width: number): string {
  const elapsed = durationText(now - job.startedAt).padStart(8);
  const label = clipStart(job.label, width).padEnd(width);
  return visibleText(`  ${job.device.padEnd(6)} ${label} ${elapsed}  ${job.detail}`);
}

function summaryLine(state: ProgressState, startedAt: number, now: number, columns: number): string {
  const share = state.total === 0 ? 0 : state.finished / state.total;
  const barWidth = columns < roomyColumns ? Math.max(0, Math.min(widestBar, columns - 56)) : widestBar;
  const filled = Math.round(share * barWidth);
  const eta = state.etaMs(now);
  const parts = [
    `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}${barWidth > 0 ? ' ' : ''}${state.finished}/${state.total}`,
    state.hits > 0 ? `${state.hits} from the store` : '',
    state.failed > 0 ? `${state.failed} failed` : '',
    durationText(now - startedAt),
    eta === undefined ? '' : `ETA ${durationText(eta)}`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function colored(event: RunEvent, text: string): string {
  if (event.type === 'job-failed' || event.type === 'paused' || event.type === 'crashed')
    return styleText('red', text);
  return event.type === 'job-done' ? styleText('dim', text) : text;
}

/** The end of a label tells its jobs apart: stage and seed. */
const clipStart = (label: string, width: number): string =>
  label.length > width ? `…${label.slice(label.length - width + 1)}` : label;

const clip = (line: string, columns: number): string =>
  line.length >= columns ? `${line.slice(0, columns - 2)}…` : line;
