/** Ranks as a heat map: the darker, the better, with each rank in figures, so that no colour must be read. */
import type { Plot } from '../../figure.ts';
import { compactTitle, config, ink } from '../../figure-style.ts';
import { headerText } from '../../header-text.ts';
import { fixedText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { agreementText, averageText, rankText } from './ranks-text.ts';
import type { SetRanks } from './set-ranks.ts';

const cell = { width: 62, height: 34 };
/** From the best to the worst rank; its lightness alone tells them apart. */
const shades = ['#08306b', '#f2f6fb'];
/** A seed set has no such name. */
const averageColumn = '(average)';
/** Names of seed sets that are longer than this stand aslant. */
const longestUpright = 8;

export function heatMap(
  { title, measured, rows, seedSets }: SampleTable,
  ranks: SetRanks,
  warning: string | null,
): Plot {
  const cells = rows.flatMap(({ label }, i) => [
    ...ranks.sets.map((set) => {
      const [rank, mean] = [set.ranks[i] ?? null, set.means[i] ?? null];
      const below = mean === null ? '' : fixedText(mean, measured.info);
      return { label, column: set.seedSet, rank, text: rankText(rank), below };
    }),
    {
      label,
      column: averageColumn,
      rank: ranks.averages[i] ?? null,
      text: averageText(ranks.averages[i] ?? null),
      below: '',
    },
  ]);
  const methods = sorted(
    rows.map(({ label }) => label),
    ranks.averages,
  );
  const width = cell.width * (seedSets.length + 1);
  return {
    title,
    description: `Ranks of ${methods.join(', ')} by ${headerText(measured)} in the seed sets ${seedSets.join(', ')}`,
    spec: {
      padding: 8,
      title: compactTitle(title, warning, Math.max(480, width), [
        `Rank by ${headerText(measured)}, which stands below it`,
        agreementText(ranks.pairs),
      ]),
      data: { values: cells },
      ...{ width: { step: cell.width }, height: { step: cell.height } },
      layer: layersOf(methods, [...seedSets, averageColumn], rows.length),
      config,
    },
  };
}

/** The best on average first. */
const sorted = (labels: readonly string[], averages: SetRanks['averages']): string[] =>
  labels
    .map((label, i) => ({ label, average: averages[i] ?? Number.POSITIVE_INFINITY, i }))
    .sort((a, b) => (a.average === b.average ? a.i - b.i : a.average - b.average))
    .map(({ label }) => label);

function layersOf(methods: readonly string[], columns: readonly string[], worst: number): object[] {
  const axis = { domain: false, ticks: false, labelLimit: 0, labelPadding: 6 };
  const y = { field: 'label', type: 'nominal', title: null, sort: methods, axis };
  const isLong = columns.some((name) => name !== averageColumn && name.length > longestUpright);
  const angle = isLong ? { labelAngle: -40, labelAlign: 'left' } : { labelAngle: 0, labelBaseline: 'bottom' };
  const x = {
    ...{ field: 'column', type: 'nominal', title: null, sort: columns },
    axis: {
      ...axis,
      orient: 'top',
      labelOverlap: false,
      labelExpr: "replace(datum.label, '(average)', 'average')",
      labelLimit: 0,
      ...angle,
    },
  };
  const isDark = `datum.rank !== null && datum.rank < ${(1 + worst) / 2}`;
  const color = { condition: { test: isDark, value: 'white' }, value: ink };
  const text = (field: string, fontSize: number, dy: number) => ({
    mark: { type: 'text', fontSize, dy },
    encoding: { x, y, text: { field, type: 'nominal' }, color },
  });
  const fill = {
    ...{ field: 'rank', type: 'quantitative', legend: null },
    scale: { domain: [1, Math.max(2, worst)], range: shades },
  };
  return [
    {
      mark: { type: 'rect', stroke: 'white', strokeWidth: 2 },
      encoding: { x, y, fill: { ...fill, condition: { test: 'datum.rank === null', value: '#ffffff' } } },
    },
    { transform: [{ filter: "datum.below !== ''" }], ...text('text', 13, -5) },
    { transform: [{ filter: "datum.below !== ''" }], ...text('below', 9, 9) },
    { transform: [{ filter: "datum.below === ''" }], ...text('text', 13, 1) },
  ];
}
