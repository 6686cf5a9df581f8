/**
 * A critical-difference diagram as Demšar (2006) draws it: average ranks on an axis, a line from each to the name of its
 * method, bars that join the methods that are not told apart, and the critical difference above.
 */
import type { Plot } from '../../figure.ts';
import { colors, compactTitle, config, ink } from '../../figure-style.ts';
import { digitsText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { level, type RankTest } from './rank-test.ts';
import { testNotes } from './rank-text.ts';

const width = 300;
/** Pixels from the top. */
const [scaleAt, axisAt] = [14, 52];
/** Pixels between bars, and between names. */
const [barStep, nameStep] = [8, 20];

interface Line {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly side: 'left' | 'right' | 'above';
}

export function criticalDifferencePlot(
  { title }: SampleTable,
  found: RankTest,
  warning: string | null,
): Plot {
  const { methods } = found;
  const worst = Math.max(2, methods.length);
  const names = namesOf(found);
  const axis = axisOf(worst);
  const scale = scaleOf(found);
  const height = Math.max(axisAt, ...names.labels.map(({ y }) => y)) + 8;
  const x = {
    field: 'x',
    type: 'quantitative',
    axis: null,
    scale: { domain: [1, worst], nice: false, zero: false },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [height, 0], nice: false, zero: false },
  };
  const rules = (values: readonly Line[], mark: object) => ({
    data: { values },
    mark: { type: 'rule', ...mark },
    encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
  });
  const texts = (values: readonly Label[], side: Label['side'], mark: object) => ({
    data: { values: values.filter((label) => label.side === side) },
    mark: { type: 'text', fontSize: 12, color: ink, ...mark },
    encoding: { x, y, text: { field: 'text', type: 'nominal' } },
  });
  const labels = [...names.labels, ...axis.labels, ...scale.labels];
  return {
    title,
    description: `Average ranks of ${methods.map(({ label }) => label).join(', ')}. ${testNotes(found).join('; ')}`,
    spec: {
      padding: 8,
      title: { ...compactTitle(title, warning, 480, testNotes(found)), frame: 'bounds' },
      ...{ width, height },
      layer: [
        rules([...axis.lines, ...scale.lines], { strokeWidth: 1.2, color: ink }),
        rules(names.lines, { strokeWidth: 1, color: '#6b6b6b' }),
        rules(barsOf(found), { strokeWidth: 4, color: colors[0] }),
        texts(labels, 'left', { align: 'right', dx: -5 }),
        texts(labels, 'right', { align: 'left', dx: 5 }),
        texts(labels, 'above', { baseline: 'bottom', dy: -3 }),
      ],
      config,
    },
  };
}

/** From each average rank down and out to its name: the better half to the left, the others to the right. */
function namesOf({ methods, cliques }: RankTest): { lines: Line[]; labels: Label[] } {
  const known = methods.flatMap(({ label, averageRank }) =>
    averageRank === null ? [] : [{ label, averageRank }],
  );
  const [half, worst] = [Math.ceil(known.length / 2), Math.max(2, methods.length)];
  const below = axisAt + barStep * (cliques.length + 1);
  const placed = known.map(({ label, averageRank }, i) => {
    const isLeft = i < half;
    const y = below + nameStep * ((isLeft ? i : known.length - 1 - i) + 0.5);
    return { label, averageRank, y, isLeft, end: isLeft ? 1 : worst };
  });
  return {
    lines: placed.flatMap(({ averageRank, y, end }) => [
      { x: averageRank, x2: averageRank, y: axisAt, y2: y },
      { x: averageRank, x2: end, y, y2: y },
    ]),
    labels: placed.map(({ label, averageRank, y, isLeft, end }) => {
      const rank = digitsText(averageRank, 2);
      return isLeft
        ? { text: `${label}  ${rank}`, x: end, y, side: 'left' }
        : { text: `${rank}  ${label}`, x: end, y, side: 'right' };
    }),
  };
}

function axisOf(worst: number): { lines: Line[]; labels: Label[] } {
  const ranks = Array.from({ length: worst }, (_, i) => i + 1);
  // Of many methods, not every rank has room for its number.
  const step = Math.ceil(worst / 12);
  return {
    lines: [
      { x: 1, x2: worst, y: axisAt, y2: axisAt },
      ...ranks.map((x) => ({ x, x2: x, y: axisAt - 4, y2: axisAt })),
    ],
    labels: ranks
      .filter((rank) => (rank - 1) % step === 0)
      .map((x) => ({ text: String(x), x, y: axisAt - 4, side: 'above' })),
  };
}

/** The critical difference to the scale of the axis; nothing where no two methods are compared. */
function scaleOf({ test, methods }: RankTest): { lines: Line[]; labels: Label[] } {
  if (!test.ok || test.value.p > level) return { lines: [], labels: [] };
  const { criticalDifference } = test.value;
  const end = Math.min(1 + criticalDifference, methods.length);
  const cap = (x: number): Line => ({ x, x2: x, y: scaleAt - 3, y2: scaleAt + 3 });
  return {
    lines: [{ x: 1, x2: end, y: scaleAt, y2: scaleAt }, cap(1), cap(end)],
    labels: [
      { text: `critical difference ${digitsText(criticalDifference, 2)}`, x: end, y: scaleAt, side: 'right' },
    ],
  };
}

const barsOf = ({ methods, cliques }: RankTest): Line[] =>
  cliques.map(([first, last], i) => {
    const y = axisAt + barStep * (i + 1);
    const place = (at: number): number => methods[at]?.averageRank ?? 1;
    // A little longer than its ranks lie apart, so that it is seen to reach both lines.
    const reach = methods.length / 150;
    return { x: place(first) - reach, x2: place(last) + reach, y, y2: y };
  });
