/** The text that goes with a figure of variance components. */
import { headerText } from '../../header-text.ts';
import { digitsText, fixedText, noValue } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { rowCell } from '../../samples/sample-text.ts';
import {
  dirtyWarning,
  left,
  markFor,
  plain,
  right,
  type TableText,
  type TextCell,
} from '../../text-table.ts';
import type { Component, ComponentProblem, RowComponents } from './components.ts';

export function varianceText(table: SampleTable, found: readonly RowComponents[]): TableText {
  const { title, measured, dirty } = table;
  const marked: string[] = [];
  const names = componentNames(found);
  const rows = table.rows.map((row, i) => {
    const { components = [], problem = null } = found[i] ?? {};
    return [
      rowCell(row, marked),
      plain(String(row.values.length)),
      deviationCell(components, problem, measured.info, marked),
      ...names.map((name) => plain(shareText(components.find((one) => componentName(one) === name)))),
    ];
  });
  const header = [
    ...[left('Method'), right('n'), right(`${headerText(measured)}, standard deviation`)],
    ...names.map((name) => right(`${name} (%)`)),
  ];
  const notes = [
    'parts of the variance of one value: nested random effects, by the method of moments; an estimate below zero counts as none',
    'standard deviation: the root of the sum of the parts',
  ];
  return { title, header, rows, marked, notes, warning: dirty ? dirtyWarning : null };
}

function deviationCell(
  components: readonly Component[],
  problem: ComponentProblem | null,
  info: SampleTable['measured']['info'],
  marked: string[],
): TextCell {
  if (problem !== null)
    return { text: 'n/a', mark: markFor(`n/a: ${componentProblemText(problem)}`, marked) };
  return plain(fixedText(Math.sqrt(components.reduce((sum, { variance }) => sum + variance, 0)), info));
}

const shareText = (component: Component | undefined): string =>
  component === undefined ? noValue : digitsText(100 * component.share, 0);

export const componentName = ({ source, with: other }: Component): string =>
  other === null ? source : `${source} and ${other}`;

/** Of all rows, from the outermost. */
export const componentNames = (found: readonly RowComponents[]): string[] => [
  ...new Set(found.flatMap(({ components }) => components.map(componentName))),
];

export function componentProblemText(problem: ComponentProblem): string {
  switch (problem.reason) {
    case 'too-few': {
      const { source, found, needed } = problem;
      const what = { 'seed set': 'seed sets', search: 'searches', evaluation: 'evaluations' }[source];
      return `${found} ${what} are too few for a variance: at least ${needed} are needed`;
    }
    case 'one-source':
      return 'one seed set, or one value in each: nothing tells parts of the spread apart';
    case 'no-spread':
      return 'all values are equal';
    default:
      return problem satisfies never;
  }
}
