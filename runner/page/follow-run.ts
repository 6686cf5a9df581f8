/** A run told as it happens, until it ends. */
import type { RunAnswer } from './answers.ts';
import type { RunView } from './run-view.ts';

const pollMs = 500;

export interface Watch {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Each state that differs from the one before, but for its clock, which is told once a second. */
export async function* followRun(
  run: RunView,
  { now, sleep }: Watch,
  signal: AbortSignal,
): AsyncGenerator<RunAnswer> {
  let told = '';
  let toldAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const answer = run.look(now());
    const text = JSON.stringify(withoutClock(answer));
    if (text !== told || now() - toldAt >= 1_000) {
      [told, toldAt] = [text, now()];
      yield answer;
    }
    if (answer.state !== 'running') return;
    await sleep(pollMs);
  }
}

const withoutClock = (answer: RunAnswer): RunAnswer => ({
  ...answer,
  elapsedMs: 0,
  etaMs: null,
  running: answer.running.map((job) => ({ ...job, elapsedMs: 0 })),
});
