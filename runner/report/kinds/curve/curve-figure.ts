/** A curve in the units that it shows. */
import { type Drawable, drawable, type Figure } from '../../figure.ts';
import { fieldInfo } from '../../settings/label.ts';
import type { Curve } from './curve.ts';

export function curveFigure({ settings, lines }: Curve, warning: string | null): Drawable<Figure> {
  const { title, xLabel, yLabel, xScale, yScale, step, panels, bands } = settings;
  const [x, y] = [fieldInfo(settings.x).scale ?? 1, fieldInfo(settings.y).scale ?? 1];
  const inUnit = (value: number | null) => (value === null ? null : value * y);
  return drawable({
    ...{ title, warning, mark: step ? 'step' : 'line', panels, bands },
    x: { label: xLabel, scale: xScale },
    y: { label: yLabel, scale: yScale },
    series: lines.map(({ label, points }) => ({
      label,
      points: points.map((point) => ({
        ...{ x: point.x * x, y: point.y * y, low: inUnit(point.low), high: inUnit(point.high) },
      })),
    })),
  });
}
