/** The runs of a store as a table: which go on, how far they are, and how the others ended. */

import { durationText } from '../log/duration.ts';
import type { ListedRun } from '../study/run-list.ts';
import type { Clock } from '../util/clock.ts';
import { textTable } from '../util/text-table.ts';

/** So many labels of running jobs tell enough. */
const mostLabels = 2;

export function runTable(runs: readonly ListedRun[], clock: Pick<Clock, 'date'>): string {
  if (runs.length === 0) return 'no run in this store\n';
  return textTable([
    ['RUN', 'STATE', 'DONE', 'FAILED', 'TOOK', 'NOW'],
    ...runs.map((run) => [
      run.runId,
      run.state,
      `${run.computed + run.hits}/${run.jobs}`,
      run.failed === 0 ? '-' : String(run.failed),
      tookText(run, clock),
      nowText(run),
    ]),
  ]);
}

function tookText({ startedAt, lastSign, state }: ListedRun, clock: Pick<Clock, 'date'>): string {
  if (startedAt === null) return '-';
  const end = state === 'running' || lastSign === null ? clock.date().getTime() : Date.parse(lastSign);
  return durationText(Math.max(0, end - Date.parse(startedAt)));
}

function nowText({ running }: ListedRun): string {
  const more = running.length > mostLabels ? `, and ${running.length - mostLabels} more` : '';
  return running.length === 0 ? '-' : `${running.slice(0, mostLabels).join(', ')}${more}`;
}
