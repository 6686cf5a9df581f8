/** The points of a scatter plot for scripts: one line for each, in the units of the axes. */
import { csvText } from '../../csv-text.ts';
import { scaled } from '../../number-text.ts';
import type { CorrelationTable } from '../../pairs/correlation-table.ts';
import { isDirty } from '../../pairs/pairs-data.ts';

export function renderScatterCsv({ rows, x, y }: CorrelationTable): string {
  const header = ['row', 'method', 'seedSet', 'seed', 'x', 'xUnit', 'y', 'yUnit', 'dirty'];
  const lines = rows.flatMap(({ label, method, pairs }) =>
    pairs.map((pair) => [
      ...[label, method, pair.x.seedSet, pair.x.seed],
      ...[scaled(pair.x.value, x.info), x.info.unit, scaled(pair.y.value, y.info), y.info.unit],
      isDirty(pair) ? 'dirty' : '',
    ]),
  );
  return csvText([header, ...lines]);
}
