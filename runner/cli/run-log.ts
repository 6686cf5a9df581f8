/** Picks how a run tells what it does: a live view before a person, plain lines otherwise, JSON lines on request. */

import { jsonLinesLog } from '../log/json-lines.ts';
import { liveView } from '../log/live-view.ts';
import { plainLinesLog } from '../log/plain-lines.ts';
import { progressLog, type ToldState } from '../log/progress-log.ts';
import { type RunLog, teeLog } from '../log/run-event.ts';
import type { Journal } from '../store/journal.ts';
import { unlessRefused } from '../util/system-error.ts';
import type { CliContext } from './context.ts';

/** @param tell keeps what watchers elsewhere see of a running job */
export function runLog(
  { terminal, clock }: CliContext,
  json: boolean,
  journal: Journal,
  tell: (state: ToldState) => void,
): RunLog {
  const shown = json
    ? jsonLinesLog((text) => terminal.out(text))
    : terminal.interactive
      ? liveView(terminal.errStream, clock.now)
      : plainLinesLog((text) => terminal.err(text), clock.now);
  return teeLog(shown, journalLog(journal, clock.date), progressLog(tell, clock.now));
}

/** Progress is for watchers; the journal keeps what happened. */
function journalLog(journal: Journal, date: () => Date): RunLog {
  return {
    emit: (event) => {
      if (event.type !== 'job-progress' && event.type !== 'job-hit')
        // A journal that cannot be written ends no run.
        unlessRefused(() => journal.append({ ...event, at: date().toISOString() }));
    },
    close: () => void unlessRefused(() => journal.close()),
  };
}
