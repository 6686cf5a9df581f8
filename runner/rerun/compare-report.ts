/** A rerun's report held against the lock, cell by cell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { MetricName } from '../../schemas/metrics.ts';
import { cellVerdict, type Verdict } from './verdict.ts';

export interface ComparedReport {
  readonly name: string;
  /** The table as a terminal shows it. */
  readonly terminal: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly verdicts: readonly Verdict[] }[];
  /** Report files whose bytes are not the locked ones. */
  readonly differingFiles: readonly string[];
}

/** The part of a report's JSON file that says which jobs stand behind which cell. */
interface ReportFile {
  readonly columns: readonly { readonly metric: MetricName; readonly label: string }[];
  readonly rows: readonly {
    readonly label: string;
    readonly seedSet: string | null;
    readonly cells: readonly {
      readonly values: readonly { readonly jobKey: string }[];
      readonly missing: readonly unknown[];
    }[];
  }[];
}

/** @param folder where the rerun wrote its reports. @throws Error when a report that the lock names is not there. */
export function compareReports(
  folder: string,
  locked: LockedProfile,
  found: Readonly<Record<string, LockedJob>>,
): ComparedReport[] {
  const names = Object.keys(locked.reports).filter((file) => file.endsWith('.json'));
  const labelOf = new Map(Object.entries(found).map(([label, { key }]) => [key as string, label]));
  return names.map((file) => compareReport(folder, file.slice(0, -'.json'.length), locked, found, labelOf));
}

function compareReport(
  folder: string,
  name: string,
  locked: LockedProfile,
  found: Readonly<Record<string, LockedJob>>,
  labelOf: ReadonlyMap<string, string>,
): ComparedReport {
  const report = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as ReportFile;
  const files = Object.keys(locked.reports).filter((file) => file.startsWith(`${name}.`));
  return {
    name,
    terminal: readFileSync(join(folder, `${name}.txt`), 'utf8'),
    columns: report.columns.map(({ label }) => label),
    rows: report.rows.map(({ label, seedSet, cells }) => ({
      label: seedSet === null ? label : `${label} ${seedSet}`,
      verdicts: cells.map(({ values, missing }, i): Verdict => {
        const metric = report.columns[i]?.metric;
        const labels = values.map(({ jobKey }) => labelOf.get(jobKey) ?? jobKey);
        return metric === undefined || missing.length > 0
          ? 'missing'
          : cellVerdict(labels, metric, locked, found);
      }),
    })),
    differingFiles: files.filter((file) => sha256(readFileSync(join(folder, file))) !== locked.reports[file]),
  };
}
