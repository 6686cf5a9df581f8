/** What a figure draws, in the units that it shows: the last step before a drawing library. */
import type { AxisScale } from './settings/shared.ts';

export interface Figure {
  readonly title: string;
  /** Stands below the title; null when there is nothing to warn of. */
  readonly warning: string | null;
  /** `step`: each point's y holds until the next point. */
  readonly mark: 'line' | 'step' | 'point';
  /** `each`: a panel for each series; `auto`: when they are too many for one. Points share one. */
  readonly panels: Panels;
  /** `auto`: where they hide nothing, beside a single line or in a panel each. */
  readonly bands: Bands;
  readonly x: FigureAxis;
  readonly y: FigureAxis;
  /** One colour each, in this order. */
  readonly series: readonly FigureSeries[];
}

export const panelChoices = ['auto', 'one', 'each'] as const;
export type Panels = (typeof panelChoices)[number];

export const bandChoices = ['auto', 'always', 'never'] as const;
export type Bands = (typeof bandChoices)[number];

export interface FigureAxis {
  readonly label: string;
  readonly scale: AxisScale;
}

export interface FigureSeries {
  readonly label: string;
  readonly points: readonly FigurePoint[];
}

export interface FigurePoint {
  readonly x: number;
  readonly y: number;
  /** Ends of the band; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A figure that is no lines or points over two axes, as its kind of report lays it out. */
export interface Plot {
  readonly title: string;
  /** What a screen reader says of it. */
  readonly description: string;
  /** A specification of Vega-Lite, whole. */
  readonly spec: object;
}

/** A figure as it can be drawn, and what that took. */
export interface Drawable<F extends Figure | Plot = Figure | Plot> {
  readonly figure: F;
  readonly notes: readonly string[];
}

/** A logarithmic axis has no place for what is not above zero. */
export function drawable(figure: Figure): Drawable<Figure> {
  const isLog = { x: figure.x.scale === 'log', y: figure.y.scale === 'log' };
  const drawn = figure.series.map(({ label, points }) => ({
    label,
    points: points.filter(({ x, y }) => (!isLog.x || x > 0) && (!isLog.y || y > 0)),
  }));
  const notes: string[] = [];
  const dropped = count(figure.series) - count(drawn);
  if (dropped > 0)
    notes.push(
      `${dropped} of ${count(figure.series)} points are not above zero, so a logarithmic axis leaves them out`,
    );
  const series = isLog.y ? withPositiveBands(drawn, notes) : drawn;
  return { figure: { ...figure, series }, notes };
}

const count = (series: readonly FigureSeries[]): number =>
  series.reduce((total, { points }) => total + points.length, 0);

function withPositiveBands(series: readonly FigureSeries[], notes: string[]): FigureSeries[] {
  const bounds = series.flatMap(({ points }) => points.flatMap(({ y, low }) => [y, low ?? y]));
  const least = Math.min(...bounds.filter((value) => value > 0));
  if (bounds.some((value) => value <= 0)) {
    notes.push(
      'a band that reaches zero or below ends at the lowest value drawn, since the axis is logarithmic',
    );
  }
  return series.map(({ label, points }) => ({
    label,
    points: points.map((point) => ({
      ...point,
      low: point.low !== null && point.low <= 0 ? least : point.low,
    })),
  }));
}
