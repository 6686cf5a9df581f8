/** A rerun's report held against the lock: cell by cell of a table, line by line of a figure, all rows of data. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { MetricName } from '../../schemas/metrics.ts';
import { jobDifference } from '../lock/lock-difference.ts';
import { type CurveLine, compareLines } from './compare-lines.ts';
import { compareRows } from './compare-rows.ts';
import { cellVerdict, type Verdict } from './verdict.ts';

export interface ComparedReport {
  readonly name: string;
  /** The report as a terminal shows it. */
  readonly terminal: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly verdicts: readonly Verdict[] }[];
  /** Report files whose bytes are not the locked ones. */
  readonly differingFiles: readonly string[];
}

/** The parts of a report's JSON file that say which jobs stand behind what. Tables once had no `kind`. */
type ReportFile =
  | RowsFile
  | (ComparedFile & { readonly kind: 'paired' })
  | (TableFile & { readonly kind?: 'table' })
  | (PairsFile & { readonly kind: 'correlation' | 'scatter' })
  | (CurveFile & { readonly kind: 'curve' });

/** The rows of data, which say nothing of themselves. */
type RowsFile = readonly JsonValue[];

interface TableFile {
  readonly columns: readonly MeasuredColumn[];
  readonly rows: readonly (RowLabel & {
    readonly cells: readonly {
      readonly values: readonly { readonly jobKey: string }[];
      readonly missing: readonly unknown[];
    }[];
  })[];
}

interface MeasuredColumn {
  readonly metric: MetricName;
  readonly label: string;
}

interface RowLabel {
  readonly label: string;
  readonly seedSet: string | null;
}

interface PairsFile {
  readonly x: MeasuredColumn;
  readonly y: MeasuredColumn;
  readonly rows: readonly (RowLabel & {
    readonly pairs: readonly { readonly xJobKey: string; readonly yJobKey: string }[];
    readonly missing: readonly unknown[];
  })[];
}

/** Methods against their baselines. */
interface ComparedFile extends MeasuredColumn {
  readonly rows: readonly {
    readonly label: string;
    readonly baseline: { readonly label: string };
    readonly pairs: readonly { readonly jobKey: string; readonly baselineJobKey: string }[];
    readonly missing: readonly unknown[];
  }[];
}

interface CurveFile {
  readonly y: { readonly label: string };
  readonly rows: readonly CurveLine[];
}

/** What a report is compared by. */
interface Comparison {
  readonly locked: LockedProfile;
  readonly found: Readonly<Record<string, LockedJob>>;
  /** The label in the rerun of the job with this key. */
  readonly labelOf: (jobKey: string) => string;
}

/**
 * @param folder where the rerun wrote its reports.
 * @param lockedFolder where the locked run may have written its own: a lock holds digests, so only there are the numbers
 * of a curve and the rows of data. Without it, what is not bitwise equal differs.
 * @throws Error when a report that the lock names is not there.
 */
export function compareReports(
  folder: string,
  locked: LockedProfile,
  found: Readonly<Record<string, LockedJob>>,
  lockedFolder?: string,
): ComparedReport[] {
  const names = Object.keys(locked.reports).filter((file) => file.endsWith('.json'));
  const labels = new Map(Object.entries(found).map(([label, { key }]) => [key as string, label]));
  const comparison = { locked, found, labelOf: (key: string) => labels.get(key) ?? key };
  return names.map((file) => compareReport(folder, file.slice(0, -'.json'.length), comparison, lockedFolder));
}

function compareReport(
  folder: string,
  name: string,
  comparison: Comparison,
  lockedFolder: string | undefined,
): ComparedReport {
  const { locked } = comparison;
  const file = `${name}.json`;
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ReportFile;
  const files = Object.keys(locked.reports).filter((known) => known.startsWith(`${name}.`));
  const text = lockedText(lockedFolder, file, locked);
  const before = text === undefined ? undefined : (JSON.parse(text) as ReportFile);
  const differingFiles = files.filter(
    (known) => sha256(readFileSync(join(folder, known))) !== locked.reports[known],
  );
  return {
    name,
    terminal: readFileSync(join(folder, `${name}.txt`), 'utf8'),
    ...(isRows(report)
      ? rowsVerdicts(report, !differingFiles.includes(file), missingJobs(folder, name), before)
      : verdictsOn(report, comparison, before)),
    differingFiles,
  };
}

const isRows = (report: ReportFile): report is RowsFile => Array.isArray(report);

/** Rows do not say which jobs did not give any. */
function missingJobs(folder: string, name: string): readonly unknown[] {
  const file = readFileSync(join(folder, `${name}.provenance.json`), 'utf8');
  return (JSON.parse(file) as { readonly missing: readonly unknown[] }).missing;
}

/** Undefined where the file is absent or not the locked one. */
function lockedText(folder: string | undefined, file: string, locked: LockedProfile): string | undefined {
  if (folder === undefined || !existsSync(join(folder, file))) return undefined;
  const text = readFileSync(join(folder, file), 'utf8');
  return sha256(text) === locked.reports[file] ? text : undefined;
}

type Verdicts = Pick<ComparedReport, 'columns' | 'rows'>;

/** One for all rows: bitwise when the file is. */
function rowsVerdicts(
  rows: RowsFile,
  isEqual: boolean,
  missing: readonly unknown[],
  before: ReportFile | undefined,
): Verdicts {
  const verdict = isEqual
    ? 'bitwise'
    : compareRows(before === undefined || !isRows(before) ? undefined : before, rows);
  return {
    columns: ['Rows'],
    rows: [{ label: 'all jobs', verdicts: [missing.length > 0 ? 'missing' : verdict] }],
  };
}

function verdictsOn(
  report: Exclude<ReportFile, RowsFile>,
  comparison: Comparison,
  before: ReportFile | undefined,
): Verdicts {
  switch (report.kind) {
    case undefined:
    case 'table':
      return tableVerdicts(report, comparison);
    case 'correlation':
    case 'scatter':
      return pairsVerdicts(report, comparison);
    case 'paired':
      return comparedVerdicts(report, comparison);
    case 'curve':
      return curveVerdicts(report, comparison, lockedLines(before));
    default:
      return report satisfies never;
  }
}

const lockedLines = (before: ReportFile | undefined): readonly CurveLine[] =>
  before === undefined || isRows(before) || before.kind !== 'curve' ? [] : before.rows;

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
const comparedVerdicts = ({ metric, label, rows }: ComparedFile, comparison: Comparison): Verdicts => ({
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
    return jobDifference(label, locked.jobs[label], found[label]) === undefined;
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

const rowText = ({ label, seedSet }: RowLabel): string => (seedSet === null ? label : `${label} ${seedSet}`);
