/** A rerun's report held against the lock: cell by cell of a table, line by line of a figure, all rows of data. */
import type { JsonValue } from '../../schemas/json.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { MetricName } from '../../schemas/metrics.ts';
import {
  type CurveFile,
  type CurveLine,
  type PairedFile,
  type PairsFile,
  type ReportFile,
  type RowsFile,
  reportFileContract,
  rowsProvenanceContract,
  type TableFile,
} from '../../schemas/report-file.ts';
import type { RerunReport } from '../../schemas/rerun-result.ts';
import { differencesOfJob } from '../lock/lock-difference.ts';
import { compareLines } from './compare-lines.ts';
import { compareRows } from './compare-rows.ts';
import { cellVerdict, type Verdict } from './verdict.ts';

export interface ComparedReport {
  readonly name: string;
  /** The report as a terminal shows it. */
  readonly terminal: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly verdicts: readonly Verdict[] }[];
}

/** What a report is compared by. */
interface Comparison {
  readonly locked: LockedProfile;
  readonly found: Readonly<Record<string, LockedJob>>;
  /** The label in the rerun of the job with this key. */
  readonly labelOf: (jobKey: string) => string;
}

/**
 * @param reports as the rerun made them.
 * @param found what the rerun would lock.
 * @param lockedText the JSON file of a report as it was locked, where it is at hand: a lock holds digests, so only there
 * are the numbers of a curve and the rows of data. Without it, what is not bitwise equal differs.
 */
export function compareReports(
  reports: readonly RerunReport[],
  locked: LockedProfile,
  found: LockedProfile,
  lockedText: (file: string) => string | undefined,
): ComparedReport[] {
  const labels = new Map(Object.entries(found.jobs).map(([label, { key }]) => [key as string, label]));
  const comparison = { locked, found: found.jobs, labelOf: (key: string) => labels.get(key) ?? key };
  return reports.map((report) => {
    const file = `${report.name}.json`;
    const isEqual = found.reports[file] !== undefined && found.reports[file] === locked.reports[file];
    const verdicts = verdictsOn(report, comparison, isEqual, readReport(lockedText(file)));
    return { name: report.name, terminal: report.terminal, ...verdicts };
  });
}

type Verdicts = Pick<ComparedReport, 'columns' | 'rows'>;

const unreadable: Verdicts = {
  columns: ['Report'],
  rows: [{ label: 'all of it', verdicts: ['missing'] }],
};

function verdictsOn(
  report: RerunReport,
  comparison: Comparison,
  isEqual: boolean,
  before: ReportFile | undefined,
): Verdicts {
  const file = readReport(report.json ?? undefined);
  if (file === undefined) return unreadable;
  if (isRows(file)) return rowsVerdicts(file, report, isEqual, before);
  switch (file.kind) {
    case 'table':
      return tableVerdicts(file, comparison);
    case 'correlation':
    case 'scatter':
      return pairsVerdicts(file, comparison);
    case 'paired':
      return pairedVerdicts(file, comparison);
    case 'curve':
      return curveVerdicts(file, comparison, lockedLines(before));
    default:
      return file satisfies never;
  }
}

/** Undefined for what is no report's file. */
function readReport(text: string | undefined): ReportFile | undefined {
  if (text === undefined) return undefined;
  const read = reportFileContract.parse(text);
  return read.ok ? read.value : undefined;
}

const isRows = (report: ReportFile): report is RowsFile => Array.isArray(report);

const lockedLines = (before: ReportFile | undefined): readonly CurveLine[] =>
  before === undefined || isRows(before) || before.kind !== 'curve' ? [] : before.rows;

/** One for all rows: bitwise when the file is. Rows do not say which jobs did not give any; their provenance does. */
function rowsVerdicts(
  rows: RowsFile,
  { provenance }: RerunReport,
  isEqual: boolean,
  before: ReportFile | undefined,
): Verdicts {
  const sources = rowsProvenanceContract.parse(provenance ?? '');
  const isMissing = !sources.ok || sources.value.missing.length > 0;
  const lockedRows = before !== undefined && isRows(before) ? (before as JsonValue) : undefined;
  const verdict = isEqual ? 'bitwise' : compareRows(lockedRows, rows as JsonValue);
  return {
    columns: ['Rows'],
    rows: [{ label: 'all jobs', verdicts: [isMissing ? 'missing' : verdict] }],
  };
}

const tableVerdicts = ({ columns, rows }: TableFile, comparison: Comparison): Verdicts => ({
  columns: columns.map(({ label }) => label),
  rows: rows.map((row) => ({
    label: rowText(row),
    verdicts: row.cells.map(({ values, missing }, i): Verdict => {
      const metric = columns[i]?.metric;
      if (metric === undefined || missing.length > 0) return 'missing';
      return verdictOn(
        values.map(({ jobKey }) => jobKey),
        metric,
        comparison,
      );
    }),
  })),
});

const pairsVerdicts = ({ x, y, rows }: PairsFile, comparison: Comparison): Verdicts => ({
  columns: [x.label, y.label],
  rows: rows.map((row) => {
    const keys = [row.pairs.map(({ xJobKey }) => xJobKey), row.pairs.map(({ yJobKey }) => yJobKey)] as const;
    const verdict = (at: 0 | 1, metric: MetricName): Verdict =>
      row.missing.length > 0 ? 'missing' : verdictOn(keys[at], metric, comparison);
    return { label: rowText(row), verdicts: [verdict(0, x.metric), verdict(1, y.metric)] };
  }),
});

/** One for the values of the method, and one for those of its baseline. */
const pairedVerdicts = ({ metric, label, rows }: PairedFile, comparison: Comparison): Verdicts => ({
  columns: [label, `${label} of the baseline`],
  rows: rows.map((row) => {
    const verdict = (keys: readonly string[]): Verdict =>
      row.missing.length > 0 ? 'missing' : verdictOn(keys, metric, comparison);
    return {
      label: `${row.label} against ${row.baseline.label}`,
      verdicts: [
        verdict(row.pairs.map(({ jobKey }) => jobKey)),
        verdict(row.pairs.map(({ baselineJobKey }) => baselineJobKey)),
      ],
    };
  }),
});

const verdictOn = (keys: readonly string[], metric: MetricName, { locked, found, labelOf }: Comparison) =>
  cellVerdict(keys.map(labelOf), metric, locked, found);

function curveVerdicts(
  { y, rows }: CurveFile,
  { locked, found, labelOf }: Comparison,
  before: readonly CurveLine[],
): Verdicts {
  const isEqual = (key: string): boolean => {
    const label = labelOf(key);
    return differencesOfJob(label, locked.jobs[label], found[label]).length === 0;
  };
  return {
    columns: [y.label],
    rows: rows.map((line) => {
      if (line.missing.length > 0) return { label: line.label, verdicts: ['missing'] };
      const isBitwise = line.runs.every(({ jobKey }) => isEqual(jobKey));
      const other = before.find(({ label }) => label === line.label);
      return { label: line.label, verdicts: [isBitwise ? 'bitwise' : compareLines(other, line)] };
    }),
  };
}

const rowText = ({ label, seedSet }: Pick<TableFile['rows'][number], 'label' | 'seedSet'>): string =>
  seedSet === null ? label : `${label} ${seedSet}`;
