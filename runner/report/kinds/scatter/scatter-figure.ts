/** A scatter plot in the units that it shows. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { type Drawable, drawable, type Figure } from '../../figure.ts';
import { scaled } from '../../number-text.ts';
import type { CorrelationTable, PairAxis } from '../../pairs/correlation-table.ts';
import type { ScatterReport } from './settings.ts';

export type AxisScales = Pick<ScatterReport, 'xScale' | 'yScale'>;

export function scatterFigure(
  { title, rows, x, y }: CorrelationTable,
  scales: AxisScales,
  warning: string | null,
): Drawable<Figure> {
  return drawable({
    ...{ title, warning, mark: 'point', panels: 'one', bands: 'never' },
    x: { label: axisLabel(x), scale: scales.xScale },
    y: { label: axisLabel(y), scale: scales.yScale },
    series: rows.map(({ label, pairs }) => ({
      label,
      points: pairs.map((pair) => ({
        ...{ x: scaled(pair.x.value, x.info), y: scaled(pair.y.value, y.info), low: null, high: null },
      })),
    })),
  });
}

function axisLabel({ label, info }: PairAxis): string {
  const { unit }: MetricInfo = info;
  return unit === '' ? label : `${label} (${unit})`;
}
