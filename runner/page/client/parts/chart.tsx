/** Lines over two axes, drawn of their numbers, which are shown where somebody points, and in a table below. */
import { useState } from 'preact/hooks';
import { numberText } from './number.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface ChartProps {
  readonly title: string;
  readonly x: { readonly label: string; readonly isLog?: boolean };
  readonly y: { readonly label: string; readonly isLog?: boolean };
  /** Each point holds until the next. */
  readonly isStep?: boolean;
  readonly lines: readonly { readonly label: string; readonly points: readonly ChartPoint[] }[];
}

const [width, height] = [720, 320];
const edge = { left: 64, right: 16, top: 12, bottom: 44 };
const colors = 8;

type Axis = (value: number) => number;

/** Equal ends would be a line of no length. */
function axis(values: readonly number[], isLog: boolean, from: number, until: number) {
  const place = (value: number): number => (isLog ? Math.log10(value) : value);
  const shown = values.filter((value) => Number.isFinite(place(value)));
  const low = shown.reduce((least, value) => Math.min(least, place(value)), Number.POSITIVE_INFINITY);
  const high = shown.reduce((most, value) => Math.max(most, place(value)), Number.NEGATIVE_INFINITY);
  const [first, last] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  const scale: Axis = (value) => from + ((place(value) - first) / (last - first)) * (until - from);
  const least = shown.every(Number.isInteger) ? 1 : 0;
  const ticks = isLog ? logTicks(first, last) : linearTicks(first, last, least);
  return { scale, ticks, isShown: (value: number) => Number.isFinite(place(value)) };
}

/** @param least between two of them, such as one where all values are whole. */
function linearTicks(first: number, last: number, least: number): number[] {
  const raw = Math.max(least, (last - first) / 5);
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * size).find((each) => each >= raw) ?? raw;
  const begin = Math.ceil(first / step);
  return Array.from({ length: Math.floor(last / step) - begin + 1 }, (_, i) => (begin + i) * step);
}

function logTicks(first: number, last: number): number[] {
  const whole = Array.from(
    { length: Math.floor(last) - Math.ceil(first) + 1 },
    (_, i) => 10 ** (Math.ceil(first) + i),
  );
  return whole.length >= 2 ? whole : [10 ** first, 10 ** ((first + last) / 2), 10 ** last];
}

export function Chart({ title, x, y, isStep = false, lines }: ChartProps) {
  const [at, setAt] = useState<number>();
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return <p class="empty">No points to draw.</p>;
  const across = axis(
    points.map((point) => point.x),
    x.isLog === true,
    edge.left,
    width - edge.right,
  );
  const bounds = points.flatMap(({ y: value, low, high }) => [value, low ?? value, high ?? value]);
  const up = axis(bounds, y.isLog === true, height - edge.bottom, edge.top);
  const drawn = lines.map(({ label, points: all }) => ({
    label,
    points: all.filter((point) => across.isShown(point.x) && up.isShown(point.y)),
  }));
  const xs = [...new Set(drawn.flatMap((line) => line.points.map((point) => point.x)))].sort((a, b) => a - b);
  const point = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * width;
    const nearest = xs.reduce(
      (best, value) =>
        Math.abs(across.scale(value) - place) < Math.abs(across.scale(best) - place) ? value : best,
      xs[0] ?? 0,
    );
    setAt(nearest);
  };
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={title}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
      >
        <g class="grid">
          {across.ticks.map((value) => (
            <g key={value}>
              <line
                x1={across.scale(value)}
                x2={across.scale(value)}
                y1={edge.top}
                y2={height - edge.bottom}
              />
              <text x={across.scale(value)} y={height - edge.bottom + 16} text-anchor="middle">
                {numberText(value)}
              </text>
            </g>
          ))}
          {up.ticks.map((value) => (
            <g key={value}>
              <line x1={edge.left} x2={width - edge.right} y1={up.scale(value)} y2={up.scale(value)} />
              <text x={edge.left - 6} y={up.scale(value) + 4} text-anchor="end">
                {numberText(value)}
              </text>
            </g>
          ))}
          <text x={(edge.left + width - edge.right) / 2} y={height - 6} text-anchor="middle">
            {x.label}
          </text>
          <text transform={`translate(14 ${(height - edge.bottom) / 2}) rotate(-90)`} text-anchor="middle">
            {y.label}
          </text>
        </g>
        {drawn.map((line, i) => (
          <g key={line.label} class={`line color-${i % colors}`}>
            <path class="band" d={bandOf(line.points, across.scale, up)} />
            <path d={pathOf(line.points, across.scale, up.scale, isStep)} />
            {line.points.length > 60
              ? null
              : line.points.map((each) => (
                  <circle key={each.x} cx={across.scale(each.x)} cy={up.scale(each.y)} r="2.5" />
                ))}
          </g>
        ))}
        {at === undefined ? null : (
          <line
            class="pointer"
            x1={across.scale(at)}
            x2={across.scale(at)}
            y1={edge.top}
            y2={height - edge.bottom}
          />
        )}
      </svg>
      <figcaption>
        <ul class="legend">
          {drawn.map((line, i) => {
            const found = at === undefined ? undefined : valueAt(line.points, at, isStep);
            return (
              <li key={line.label}>
                <span class={`swatch color-${i % colors}`} /> {line.label}
                {found === undefined ? null : <b> {numberText(found.y)}</b>}
              </li>
            );
          })}
          {at === undefined ? null : <li class="faint">at {numberText(at)}</li>}
        </ul>
        <details>
          <summary>In numbers</summary>
          <pre tabIndex={0}>
            {drawn
              .map((line) => [line.label, ...line.points.map((each) => `  ${each.x}\t${each.y}`)].join('\n'))
              .join('\n')}
          </pre>
        </details>
      </figcaption>
    </figure>
  );
}

const valueAt = (points: readonly ChartPoint[], at: number, isStep: boolean): ChartPoint | undefined =>
  isStep ? points.findLast((point) => point.x <= at) : points.find((point) => point.x === at);

const place = (value: number): string => value.toFixed(1);

function pathOf(points: readonly ChartPoint[], across: Axis, up: Axis, isStep: boolean): string {
  return points
    .map(({ x, y }, i) => {
      if (i === 0) return `M${place(across(x))} ${place(up(y))}`;
      return isStep ? `H${place(across(x))}V${place(up(y))}` : `L${place(across(x))} ${place(up(y))}`;
    })
    .join('');
}

function bandOf(points: readonly ChartPoint[], across: Axis, up: ReturnType<typeof axis>): string {
  const those = points.flatMap(({ x, low, high }) =>
    low == null || high == null || !up.isShown(low) || !up.isShown(high) ? [] : [{ x, low, high }],
  );
  if (those.length < 2) return '';
  const top = those.map(({ x, high }) => `${place(across(x))} ${place(up.scale(high))}`);
  const bottom = those.toReversed().map(({ x, low }) => `${place(across(x))} ${place(up.scale(low))}`);
  return `M${[...top, ...bottom].join('L')}Z`;
}
