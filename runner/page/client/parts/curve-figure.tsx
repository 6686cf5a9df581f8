/** A report of kind `curve`, drawn of the numbers of its JSON file. */
import type { CurveData } from '../../../report/kinds/curve/curve-data.ts';
import { Chart } from './chart.tsx';

export const isCurve = (data: unknown): data is CurveData =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'curve';

export function CurveFigure({ data: { title, x, y, rows, step } }: { readonly data: CurveData }) {
  const axisOf = ({ label, unit, scaleType }: CurveData['x']) => ({
    label: unit === '' || label.includes(`(${unit})`) ? label : `${label} (${unit})`,
    isLog: scaleType === 'log',
  });
  const scaled = (value: number | null): number | null => (value === null ? null : value * y.scale);
  const lines = rows.map(({ label, points }) => ({
    label,
    points: points.map((point) => ({
      ...{ x: point.x * x.scale, y: point.y * y.scale },
      ...{ low: scaled(point.low), high: scaled(point.high) },
    })),
  }));
  return <Chart title={title} x={axisOf(x)} y={axisOf(y)} isStep={step} lines={lines} />;
}
