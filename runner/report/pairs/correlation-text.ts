/** The text of a table of correlations. */
import type { Correlation, CorrelationProblem } from '../../../schemas/rank-correlation.ts';
import { noValue } from '../number-text.ts';
import { noteMark } from '../published-text.ts';
import {
  dirtyWarning,
  left,
  markFor,
  missingText,
  plain,
  publishedNote,
  right,
  sharedCount,
  type TableText,
  type TextCell,
} from '../text-table.ts';
import { correlationText, publishedCorrelationText } from './coefficient-text.ts';
import type { CorrelationRow, CorrelationTable, PairAxis } from './correlation-table.ts';

const measures = [
  { key: 'kendall', header: "Kendall's tau-b" },
  { key: 'spearman', header: "Spearman's rho" },
] as const;

export function correlationTableText(table: CorrelationTable): TableText {
  const bySeedSet = table.rowsAre === 'method-by-seed-set';
  const columns = measures.map((measure) => ({
    ...measure,
    hasPublished: table.rows.some(
      ({ published }) => publishedCorrelationText(published, measure.key) !== noValue,
    ),
  }));
  const marked: string[] = [];
  const counts = table.rows.map((row) => countCell(row, marked));
  const n = sharedCount(counts);
  const rows = table.rows.map((row, i) => [
    plain(row.label),
    ...(bySeedSet ? [plain(row.seedSet ?? noValue)] : []),
    ...(n === null ? counts.slice(i, i + 1) : []),
    ...columns.flatMap(({ key, hasPublished }) => [
      valueCell(row[key], marked),
      ...(hasPublished ? [publishedCell(row.published, key, marked)] : []),
    ]),
  ]);
  const header = [
    left('Method'),
    ...(bySeedSet ? [left('Seed set')] : []),
    ...(n === null ? [right('n')] : []),
    ...columns.flatMap(({ header, hasPublished }) => [
      right(n === null ? header : `${header} (n=${n})`),
      ...(hasPublished ? [right('published')] : []),
    ]),
  ];
  const notes = [...generalNotes(table), ...(columns.some((c) => c.hasPublished) ? [publishedNote] : [])];
  return { title: table.title, header, rows, marked, notes, warning: table.dirty ? dirtyWarning : null };
}

function publishedCell(
  published: CorrelationRow['published'],
  key: 'kendall' | 'spearman',
  marked: string[],
): TextCell {
  const text = publishedCorrelationText(published, key);
  return { text, mark: text === noValue ? null : noteMark(published, marked) };
}

const countCell = ({ pairs, missing }: CorrelationRow, marked: string[]): TextCell => ({
  text: String(pairs.length),
  mark: missing.length === 0 && pairs.length > 0 ? null : markFor(missingText(pairs.length, missing), marked),
});

const valueCell = (correlation: Correlation, marked: string[]): TextCell => ({
  text: correlationText(correlation),
  mark: correlation.problem === null ? null : markFor(problemText(correlation), marked),
});

function problemText({
  value,
  problem,
}: Correlation & { readonly problem: CorrelationProblem | null }): string {
  const what = value === null ? 'n/a' : 'no interval';
  switch (problem?.reason) {
    case 'too-few-pairs':
      return `${what}: it takes at least ${problem.needed} pairs`;
    case 'constant':
      return `${what}: all values of ${problem.axis} are equal`;
    case 'perfect':
      return `${what}: the ranks agree or disagree perfectly`;
    case undefined:
      return what;
    default:
      return problem satisfies never;
  }
}

const generalNotes = ({ x, y }: CorrelationTable): readonly string[] => [
  `x: ${axisText(x)}; y: ${axisText(y)}; n pairs of values with the same seed`,
  'a [b, c]: rank correlation with its confidence interval of 95 % (Fieller, Hartley and Pearson 1957)',
];

const axisText = ({ label, metric, stage }: PairAxis): string => `${label} (${metric} of ${stage})`;
