/**
 * Lines over two axes, drawn of their numbers, which are shown where somebody points, and in a table below. Lines can be
 * hidden, and a part of the axis is enlarged by drawing over it.
 */
import { useState } from 'preact/hooks';
import { type Axis, axis, type Scale } from './axis.ts';
import { LineLegend } from './line-legend.tsx';
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

export function Chart({ title, x, y, isStep = false, lines }: ChartProps) {
  const [at, setAt] = useState<number>();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [range, setRange] = useState<Range>();
  /** Where a drag began, and where it is. */
  const [drag, setDrag] = useState<readonly [number, number]>();
  if (lines.every((line) => line.points.length === 0)) return <p class="empty">No points to draw.</p>;
  const inRange = ({ x: value }: ChartPoint): boolean =>
    range === undefined || (value >= range[0] && value <= range[1]);
  const visible = lines.map((line) => ({ ...line, points: line.points.filter(inRange) }));
  const points = visible.flatMap((line) => (hidden.has(line.label) ? [] : line.points));
  const across = axis(
    points.map((point) => point.x),
    x.isLog === true,
    edge.left,
    width - edge.right,
  );
  const bounds = points.flatMap(({ y: value, low, high }) => [value, low ?? value, high ?? value]);
  const up = axis(bounds, y.isLog === true, height - edge.bottom, edge.top);
  const drawn = visible.map(({ label, points: all }) => ({
    label,
    points: hidden.has(label) ? [] : all.filter((point) => across.isShown(point.x) && up.isShown(point.y)),
  }));
  const xs = [...new Set(drawn.flatMap((line) => line.points.map((point) => point.x)))].sort((a, b) => a - b);
  const nearest = (event: PointerEvent): number => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * width;
    return xs.reduce(
      (best, value) =>
        Math.abs(across.scale(value) - place) < Math.abs(across.scale(best) - place) ? value : best,
      xs[0] ?? 0,
    );
  };
  const point = (event: PointerEvent): void => {
    const value = nearest(event);
    setAt(value);
    if (drag !== undefined) setDrag([drag[0], value]);
  };
  const enlarge = (): void => {
    if (drag !== undefined && drag[0] !== drag[1]) setRange([Math.min(...drag), Math.max(...drag)]);
    setDrag(undefined);
  };
  const toggle = (label: string): void => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    setHidden(next);
  };
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={title}
        onPointerMove={point}
        onPointerDown={(event) => setDrag([nearest(event), nearest(event)])}
        onPointerUp={enlarge}
        onPointerLeave={() => {
          setAt(undefined);
          setDrag(undefined);
        }}
      >
        <Grid across={across} up={up} x={x.label} y={y.label} />
        <Lines lines={drawn} across={across} up={up} isStep={isStep} />
        {drag === undefined ? null : (
          <rect
            class="chosen"
            x={across.scale(Math.min(...drag))}
            y={edge.top}
            width={Math.abs(across.scale(drag[1]) - across.scale(drag[0]))}
            height={height - edge.top - edge.bottom}
          />
        )}
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
        <LineLegend
          lines={drawn.map((line, i) => ({
            label: line.label,
            color: i % colors,
            value: at === undefined ? undefined : valueAt(line.points, at, isStep)?.y,
          }))}
          hidden={hidden}
          onToggle={toggle}
          at={at}
        />
        <Zoom xs={xs} range={range} onRange={setRange} />
        <Numbers lines={drawn} />
      </figcaption>
    </figure>
  );
}

type Range = readonly [from: number, until: number];

interface ZoomProps {
  /** Places of points, in order. */
  readonly xs: readonly number[];
  readonly range: Range | undefined;
  readonly onRange: (range: Range | undefined) => void;
}

/** For who draws over the axis, and for who has a keyboard alone. */
function Zoom({ xs, range, onRange }: ZoomProps) {
  const [from, until] = [xs[xs.length >> 2], xs[(3 * xs.length) >> 2]];
  return (
    <p class="zoom">
      {xs.length < 5 || from === undefined || until === undefined ? null : (
        <button type="button" onClick={() => onRange([from, until])}>
          Enlarge the middle
        </button>
      )}{' '}
      {range === undefined ? (
        <span class="faint">Draw over a part of the axis to enlarge it.</span>
      ) : (
        <button type="button" onClick={() => onRange(undefined)}>
          Whole axis
        </button>
      )}
    </p>
  );
}

const Numbers = ({ lines }: Pick<ChartProps, 'lines'>) => (
  <details>
    <summary>In numbers</summary>
    <pre tabIndex={0}>
      {lines
        .map((line) => [line.label, ...line.points.map((each) => `  ${each.x}\t${each.y}`)].join('\n'))
        .join('\n')}
    </pre>
  </details>
);

interface LinesProps extends Pick<ChartProps, 'lines'> {
  readonly across: Axis;
  readonly up: Axis;
  readonly isStep: boolean;
}

const Lines = ({ lines, across, up, isStep }: LinesProps) => (
  <>
    {lines.map((line, i) => (
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
  </>
);

interface GridProps {
  readonly across: Axis;
  readonly up: Axis;
  readonly x: string;
  readonly y: string;
}

/** Lines at the numbers of both axes, and their names. */
const Grid = ({ across, up, x, y }: GridProps) => (
  <g class="grid">
    {across.ticks.map((value) => (
      <g key={value}>
        <line x1={across.scale(value)} x2={across.scale(value)} y1={edge.top} y2={height - edge.bottom} />
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
      {x}
    </text>
    <text transform={`translate(14 ${(height - edge.bottom) / 2}) rotate(-90)`} text-anchor="middle">
      {y}
    </text>
  </g>
);

const valueAt = (points: readonly ChartPoint[], at: number, isStep: boolean): ChartPoint | undefined =>
  isStep ? points.findLast((point) => point.x <= at) : points.find((point) => point.x === at);

const place = (value: number): string => value.toFixed(1);

function pathOf(points: readonly ChartPoint[], across: Scale, up: Scale, isStep: boolean): string {
  return points
    .map(({ x, y }, i) => {
      if (i === 0) return `M${place(across(x))} ${place(up(y))}`;
      return isStep ? `H${place(across(x))}V${place(up(y))}` : `L${place(across(x))} ${place(up(y))}`;
    })
    .join('');
}

function bandOf(points: readonly ChartPoint[], across: Scale, up: Axis): string {
  const those = points.flatMap(({ x, low, high }) =>
    low == null || high == null || !up.isShown(low) || !up.isShown(high) ? [] : [{ x, low, high }],
  );
  if (those.length < 2) return '';
  const top = those.map(({ x, high }) => `${place(across(x))} ${place(up.scale(high))}`);
  const bottom = those.toReversed().map(({ x, low }) => `${place(across(x))} ${place(up.scale(low))}`);
  return `M${[...top, ...bottom].join('L')}Z`;
}
