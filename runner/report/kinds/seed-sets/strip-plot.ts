/** A strip plot: the values of each seed set on a line of their own, methods below one another over one axis. */
import type { Plot } from '../../figure.ts';
import { colors, compactTitle, config, ink } from '../../figure-style.ts';
import { headerText } from '../../header-text.ts';
import { scaled } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import type { SetsOfRow } from './set-statistics.ts';

const width = 420;
/** Of a strip, in pixels. */
const strip = 20;
/** More values than this in a strip are spread across it. */
const mostOnALine = 12;
/** And more than these are small. */
const mostLarge = 100;
/** Spreads values evenly and without a pattern: the fractional parts of multiples of the golden section. */
const goldenSection = 0.618033988749895;

export function stripPlot(
  { title, measured, seedSets, rows }: SampleTable,
  statistics: readonly SetsOfRow[],
  warning: string | null,
): Plot {
  const { info } = measured;
  const axisTitle = headerText(measured);
  const values = rows.flatMap(({ label, values }) =>
    seedSets.flatMap((seedSet) => {
      const own = values.filter((value) => value.seedSet === seedSet);
      return own.map(({ value }, i) => ({
        ...{ label, seedSet, value: scaled(value, info) },
        lane: own.length > mostOnALine ? ((i + 1) * goldenSection) % 1 : 0.5,
        size: own.length > mostLarge ? 6 : 34,
      }));
    }),
  );
  const means = statistics.flatMap(({ label, sets }) =>
    sets.flatMap(({ seedSet, mean, interval }) => {
      if (mean === null) return [];
      const { low, high } = interval.ok ? interval.value : { low: mean, high: mean };
      return { label, seedSet, mean: scaled(mean, info), low: scaled(low, info), high: scaled(high, info) };
    }),
  );
  const isDivided = seedSets.length > 1;
  const layer = layersOf(axisTitle, isDivided ? 'seedSet' : 'label', isDivided ? seedSets : rows.map(nameOf));
  const spec = { height: { step: strip }, layer };
  return {
    title,
    description: `${axisTitle} of every seed: ${rows.map(nameOf).join(', ')}; seed sets ${seedSets.join(', ')}`,
    spec: {
      padding: 8,
      title: compactTitle(title, warning, width + 60),
      data: { values: [...values, ...means] },
      ...(isDivided
        ? { facet: facetOf(rows.map(nameOf)), columns: 1, spacing: 14, spec: { width, ...spec } }
        : { width, ...spec }),
      config,
    },
  };
}

const nameOf = ({ label }: { readonly label: string }): string => label;

const facetOf = (sort: readonly string[]): object => ({
  ...{ field: 'label', type: 'nominal', title: null, sort },
  header: { labelFontSize: 12, labelColor: ink, labelAnchor: 'start', labelPadding: 4, labelLimit: width },
});

/** From back to front: interval, values, mean. @param strips the lines, from top to bottom */
function layersOf(axisTitle: string, field: string, strips: readonly string[]): object[] {
  const y = {
    field,
    type: 'nominal',
    title: null,
    scale: { domain: strips },
    axis: { grid: true, tickBand: 'center', labelLimit: 0 },
  };
  const x = (of: string) => ({ field: of, type: 'quantitative', title: axisTitle, scale: { zero: false } });
  return [
    {
      transform: [{ filter: 'isValid(datum.mean) && datum.low < datum.high' }],
      mark: { type: 'rule', strokeWidth: 9, opacity: 0.3, color: colors[0] },
      encoding: { y, x: x('low'), x2: { field: 'high' } },
    },
    {
      transform: [{ filter: 'isValid(datum.value)' }],
      mark: { type: 'point', filled: false, strokeWidth: 1.2, opacity: 0.8, color: ink },
      encoding: {
        ...{ y, x: x('value'), size: { field: 'size', type: 'quantitative', scale: null, legend: null } },
        yOffset: { field: 'lane', type: 'quantitative', scale: { domain: [0, 1], range: [4, strip - 4] } },
      },
    },
    {
      transform: [{ filter: 'isValid(datum.mean)' }],
      mark: { type: 'tick', thickness: 3, size: 15, opacity: 1, color: colors[1] },
      encoding: { y, x: x('mean') },
    },
  ];
}
