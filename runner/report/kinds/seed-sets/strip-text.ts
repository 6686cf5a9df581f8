/** The text that goes with a strip plot: a line for each strip. */

import { headerText } from '../../header-text.ts';
import { meanText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { intervalCell, rowCell } from '../../samples/sample-text.ts';
import { dirtyWarning, left, plain, right, type TableText } from '../../text-table.ts';
import type { SetsOfRow } from './set-statistics.ts';

export function stripText(table: SampleTable, statistics: readonly SetsOfRow[]): TableText {
  const { title, measured, dirty } = table;
  const { info } = measured;
  const marked: string[] = [];
  const rows = table.rows.flatMap((row, i) => {
    const { sets = [], interval } = statistics[i] ?? {};
    const name = rowCell(row, marked);
    const strips = sets.map((set, at) => [
      at === 0 ? name : plain(row.label),
      plain(set.seedSet),
      plain(String(set.n)),
      plain(meanText(set, info)),
      intervalCell(set.interval, info, marked),
    ]);
    if (interval === undefined || sets.length === 1) return strips;
    const n = row.values.length;
    const all = [...(sets.length === 0 ? [name] : [plain(row.label)]), plain('all'), plain(String(n))];
    return [...strips, [...all, plain(''), intervalCell(interval, info, marked)]];
  });
  const header = [
    ...[left('Method'), left('Seed set'), right('n'), right(headerText(measured))],
    right('95 % interval of the mean'),
  ];
  const notes = [
    'a ± s: mean and sample standard deviation (denominator n - 1) of n values, one for each seed',
    'interval: percentiles of a bootstrap, each seed set resampled within itself',
    'in the figure, a mark for each seed, a long one for the mean, and a bar for the interval',
  ];
  return { title, header, rows, marked, notes, warning: dirty ? dirtyWarning : null };
}
