/** Shares of the variance as stacked bars, each share in figures where it has room. */
import type { Plot } from '../../figure.ts';
import { compactTitle, config, ink } from '../../figure-style.ts';
import { headerText } from '../../header-text.ts';
import { digitsText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import type { RowComponents, Source } from './components.ts';
import { componentName, componentNames, componentProblemText } from './variance-text.ts';

const width = 420;
const bar = 30;
/** Told apart by lightness alone. */
const shades: Readonly<Record<Source, string>> = {
  'seed set': '#08306b',
  search: '#5f9fd0',
  evaluation: '#d9dde2',
};
/** Percent that have room for their figures. */
const fewestLabelled = 6;

export function variancePlot(
  { title, measured }: SampleTable,
  found: readonly RowComponents[],
  warning: string | null,
): Plot {
  const methods = found.map(({ label }) => label);
  const parts = found.flatMap(({ label, components }) => {
    let from = 0;
    return components.map((component) => {
      const start = from;
      from += 100 * component.share;
      const text = from - start < fewestLabelled ? '' : `${digitsText(100 * component.share, 0)} %`;
      return {
        label,
        part: componentName(component),
        start,
        end: from,
        text,
        isDark: component.source === 'seed set',
      };
    });
  });
  const unknown = found.flatMap(({ label, problem }) =>
    problem === null ? [] : [{ label, why: componentProblemText(problem) }],
  );
  return {
    title,
    description: `Shares of the variance of ${headerText(measured)}: ${componentNames(found).join(', ')}; ${methods.join(', ')}`,
    spec: {
      padding: 8,
      title: compactTitle(title, warning, width + 60),
      data: { values: [...parts, ...unknown] },
      ...{ width, height: { step: bar }, layer: layersOf(methods, found) },
      config,
    },
  };
}

function layersOf(methods: readonly string[], found: readonly RowComponents[]): object[] {
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    scale: { domain: methods, padding: 0.25 },
    axis: { labelLimit: 0, grid: false },
  };
  const axis = {
    field: 'start',
    type: 'quantitative',
    title: 'Share of the variance (%)',
    scale: { domain: [0, 100] },
  };
  const components = found.flatMap((row) => row.components);
  const names = componentNames(found);
  const range = names.map(
    (name) => shades[components.find((one) => componentName(one) === name)?.source ?? 'search'],
  );
  const isPart = { transform: [{ filter: 'isValid(datum.end)' }] };
  const fill = {
    ...{ field: 'part', type: 'nominal', title: null, scale: { domain: names, range } },
    legend: names.length === 0 ? null : { orient: 'bottom', symbolType: 'square', symbolSize: 150 },
  };
  return [
    {
      ...isPart,
      mark: { type: 'bar', stroke: 'white', strokeWidth: 1 },
      encoding: { y, x: axis, x2: { field: 'end' }, fill },
    },
    {
      transform: [
        { filter: "isValid(datum.end) && datum.text !== ''" },
        { calculate: '(datum.start + datum.end) / 2', as: 'middle' },
      ],
      mark: { type: 'text', fontSize: 12 },
      encoding: {
        y,
        x: { ...axis, field: 'middle' },
        text: { field: 'text' },
        color: { condition: { test: 'datum.isDark', value: 'white' }, value: ink },
      },
    },
    {
      transform: [{ filter: 'isValid(datum.why)' }],
      mark: { type: 'text', fontSize: 11, align: 'left', dx: 4, fontStyle: 'italic' },
      encoding: { y, x: { datum: 0, type: 'quantitative' }, text: { field: 'why' }, color: { value: ink } },
    },
  ];
}
