/** A figure as a Vega-Lite specification: sizes for a column of a paper, colours that the colour-blind tell apart. */
import type { Figure, Plot } from './figure.ts';
import { colors, config, ink, titleSpec, wrapped } from './figure-style.ts';

const size = { width: 420, height: 280 };
/** Of one of several panels, three of which stand side by side. */
const panel = { width: 170, height: 120, columns: 3, spacing: 20 };

/** More lines than this in one plot cannot be told apart. */
const mostTogether = 4;

/** A second sign, for print without colour and for more series than colours. */
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
];
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down'];

/** Lines with at most this many points show them. */
const fewPoints = 30;

function figureSpec(figure: Figure): object {
  const { title, warning, series } = figure;
  const isDivided = hasPanels(figure);
  const width = isDivided ? panel.columns * (panel.width + 20) : size.width;
  return {
    padding: 8,
    title: titleSpec(title, warning, width),
    data: { values: series.flatMap(rowsOf) },
    ...(isDivided ? panelsOf(figure) : { ...size, layer: layersOf(figure) }),
    config,
  };
}

/** A figure as it is drawn. What a screen reader says of it are the names of its axes and lines. */
export function plotOfFigure(figure: Figure): Plot {
  const { title, x, y, series } = figure;
  const names = series.map(({ label }) => label).join(', ');
  return { title, description: `${y.label} against ${x.label}: ${names}`, spec: figureSpec(figure) };
}

function hasPanels({ panels, mark, series }: Figure): boolean {
  if (mark === 'point' || series.length < 2) return false;
  return panels === 'each' || (panels === 'auto' && series.length > mostTogether);
}

/** Bands of several lines in one plot hide each other. */
function hasBands(figure: Figure): boolean {
  if (figure.bands !== 'auto') return figure.bands === 'always';
  return figure.series.length < 2 || hasPanels(figure);
}

function rowsOf({ label, points }: Figure['series'][number]): object[] {
  const marked = points.length <= fewPoints;
  return points.map((point) => ({ ...point, series: label, filled: label, marked }));
}

/**
 * The lines of each name, by name. Vega takes a character to be 0.8 em wide where it cannot, and cuts a line that it holds
 * to be wider than its panel.
 */
const panelNames = ({ series }: Figure): object =>
  Object.fromEntries(series.map(({ label }) => [label, wrapped(label, 0.68 * panel.width, 12)]));

/** One panel for each line, which stands out from all others in grey. */
function panelsOf(figure: Figure): object {
  const [x, y] = [axis('x', figure), axis('y', figure)];
  const color = { value: colors[0] };
  const others = {
    data: {
      values: figure.series.flatMap(({ label, points }) => points.map((at) => ({ ...at, of: label }))),
    },
    mark: { type: 'line', interpolate: interpolation(figure), strokeWidth: 1, color: '#c4c4c4' },
    encoding: { x, y, detail: { field: 'of', type: 'nominal' } },
  };
  return {
    facet: {
      field: 'series',
      type: 'nominal',
      title: null,
      sort: figure.series.map(({ label }) => label),
      header: {
        labelFontSize: 12,
        labelColor: ink,
        labelAnchor: 'start',
        labelPadding: 4,
        labelLimit: panel.width,
        labelExpr: `(${JSON.stringify(panelNames(figure))})[datum.label]`,
      },
    },
    columns: panel.columns,
    spacing: panel.spacing,
    spec: {
      width: panel.width,
      height: panel.height,
      layer: [others, ...bandOf(figure, { x, y, fill: color }), lineOf(figure, { x, y, color })],
    },
  };
}

function layersOf(figure: Figure): object[] {
  const { color, strokeDash, shape } = seriesChannels(figure);
  const [x, y] = [axis('x', figure), axis('y', figure)];
  if (figure.mark === 'point') {
    return [{ mark: { type: 'point', filled: true }, encoding: { x, y, color, shape } }];
  }
  // The legend shows lines; were bands and points coloured by the same field, its signs would be filled ones.
  const fill = { ...color, field: 'filled', legend: null };
  const band = bandOf(figure, { x, y, fill });
  const line = lineOf(figure, { x, y, color, strokeDash });
  const points = {
    transform: [{ filter: 'datum.marked' }],
    mark: { type: 'point', filled: true, size: 26 },
    encoding: { x, y, fill },
  };
  return figure.mark === 'step' ? [...band, line] : [...band, line, points];
}

const interpolation = ({ mark }: Figure): string => (mark === 'step' ? 'step-after' : 'linear');

function bandOf(figure: Figure, { x, y, fill }: { x: object; y: object; fill: object }): object[] {
  if (!hasBands(figure)) return [];
  return [
    {
      transform: [{ filter: 'datum.low !== null' }],
      mark: { type: 'area', opacity: 0.18, interpolate: interpolation(figure) },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, fill },
    },
  ];
}

const lineOf = (figure: Figure, encoding: object): object => ({
  mark: { type: 'line', interpolate: interpolation(figure) },
  encoding,
});

function axis(field: 'x' | 'y', figure: Figure): object {
  const { label, scale } = figure[field];
  const isLog = scale === 'log';
  // Points stand clear of the frame, lines begin at it; a rounded domain would waste most of a logarithmic axis.
  const isFree = figure.mark === 'point' || (isLog && field === 'y');
  const room = isFree ? { padding: 10, nice: false } : { nice: field === 'y' };
  return {
    ...{ field, type: 'quantitative', title: label },
    scale: { type: scale, ...(isLog ? {} : { zero: false }), ...room },
  };
}

/** One series needs no legend. What has nothing to show keeps its colour and is not listed. */
function seriesChannels({ series, mark }: Figure) {
  const domain = series.map(({ label }) => label);
  const drawn = series.filter(({ points }) => points.length > 0).map(({ label }) => label);
  const channel = (range: readonly unknown[]) => ({
    field: 'series',
    type: 'nominal',
    title: null,
    scale: { domain, range: domain.map((_, i) => range[i % range.length]) },
    legend:
      domain.length < 2 || drawn.length === 0
        ? null
        : { ...legend(drawn), symbolSize: mark === 'point' ? 90 : 420 },
  });
  return { color: channel(colors), strokeDash: channel(dashes), shape: channel(shapes) };
}

/** As many entries side by side as fit below the plot. */
function legend(values: readonly string[]): object {
  const widths = values.map((label) => 40 + 9.6 * label.length);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const room = size.width + 40;
  const columns = total <= room ? values.length : Math.max(1, Math.floor(room / Math.max(...widths)));
  return { orient: 'bottom', direction: 'horizontal', columns, values };
}
