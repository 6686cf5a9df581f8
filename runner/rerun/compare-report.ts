/** A rerun's reports held against the lock: each kind of report says which of its cells were reproduced, and how well. */
import type { LockedProfile } from '../../schemas/lock.ts';
import type { RerunReport } from '../../schemas/rerun-result.ts';
import { differencesOfJob } from '../lock/lock-difference.ts';
import type { Comparison, Verdicts } from '../report/compare/comparison.ts';
import { reportKinds } from '../report/registry.ts';
import { cellVerdict } from './verdict.ts';

export interface ComparedReport extends Verdicts {
  readonly name: string;
  /** The report as a terminal shows it. */
  readonly terminal: string;
}

/** Of a report that could not be made, or that this runner cannot read. */
const unreadable: Verdicts = {
  columns: ['Report'],
  rows: [{ label: 'all of it', verdicts: ['missing'] }],
};

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
  const runs = comparisonOf(locked, found);
  return reports.map((report) => {
    const file = `${report.name}.json`;
    const isSameFile = found.reports[file] !== undefined && found.reports[file] === locked.reports[file];
    const verdicts = verdictsOn(report, lockedText(file), { ...runs, isSameFile });
    return { name: report.name, terminal: report.terminal, ...verdicts };
  });
}

type Runs = Omit<Comparison<unknown>, 'before' | 'provenance'>;

/** The data of a report say of which kind they are: only that one can read them. */
function verdictsOn(report: RerunReport, lockedText: string | undefined, runs: Runs): Verdicts {
  for (const kind of reportKinds) {
    const verdicts = kind.compare(report, lockedText, runs);
    if (verdicts !== undefined) return verdicts;
  }
  return unreadable;
}

function comparisonOf(locked: LockedProfile, found: LockedProfile): Omit<Runs, 'isSameFile'> {
  const labels = new Map<string, string>(Object.entries(found.jobs).map(([label, { key }]) => [key, label]));
  const labelOf = (key: string): string => labels.get(key) ?? key;
  const isBitwise = (label: string): boolean =>
    differencesOfJob(label, locked.jobs[label], found.jobs[label]).length === 0;
  return {
    areBitwise: (keys) => keys.map(labelOf).every(isBitwise),
    cell: (keys, metric) => cellVerdict(keys.map(labelOf), metric, locked, found.jobs),
  };
}
