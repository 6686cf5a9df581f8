/** What a person sees at the end of a rerun: the recomputed tables, a verdict for each cell, and what differs. */
import type { RunDiff } from '../../schemas/diff.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { diffText } from '../diff/diff-text.ts';
import { placeOf, whatDiffers } from '../lock/difference-text.ts';
import type { LockDifference } from '../lock/lock-difference.ts';
import type { ComparedReport } from '../rerun/compare-report.ts';
import type { ComparedRun } from '../rerun/compare-run.ts';
import type { FinishedRerun } from '../rerun/rerun.ts';
import { counted } from '../util/counted.ts';
import { textTable } from '../util/text-table.ts';

export interface RerunSummary {
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
  readonly finished: FinishedRerun;
  readonly compared: ComparedRun;
  /** Labels of the jobs whose record in the store was replaced. */
  readonly repaired: readonly string[];
  /** What differs, from the manifest to the metric; undefined where nothing does. */
  readonly diff: RunDiff | undefined;
  readonly seconds: number;
  /** Whether the installed package ran, for a paper that comes with it. */
  readonly isPackaged: boolean;
}

export function reportText({ terminal, columns, rows }: ComparedReport): string {
  const table = textTable([
    ['Verdict', ...columns],
    ...rows.map(({ label, verdicts }) => [label, ...verdicts]),
  ]);
  return `\n${terminal}\n${table}`;
}

const shownDifferences = 10;

export function closingText(summary: RerunSummary): string {
  const { compared, repaired } = summary;
  const ran = ranText(summary);
  const repairs =
    repaired.length === 0
      ? ''
      : `the store contradicted lock and rerun in ${repaired.length} job(s), first ${repaired[0]}; their records are replaced, the old ones in quarantine\n`;
  if (compared.differences.length === 0) return `${ran}: every digest is equal\n${repairs}`;
  const { isKept } = compared;
  const shown = isKept || compared.failing.length === 0 ? compared.differences : compared.failing;
  const head = isKept
    ? `${ran}: ${compared.overall} of the lock, as its engine promises\n`
    : `error: not reproduced, ${counted(shown.length, 'difference')} from the lock\n${ran}\n`;
  const block = summary.diff === undefined ? '' : `\n${diffText(summary.diff)}`;
  return `${head}${listText(summary, shown)}${isKept ? '' : helpText(shown)}${repairs}${block}`;
}

/** Which commit ran, and how much of it now. */
function ranText(summary: RerunSummary): string {
  const { locked, finished, seconds } = summary;
  const { ran, result } = finished;
  const commit = summary.isPackaged
    ? `the package reprise, locked at its commit ${locked.commit.slice(0, 12)}`
    : ran.isLocked
      ? `commit ${ran.commit.slice(0, 12)}`
      : `commit ${ran.commit.slice(0, 12)}, in place of ${locked.commit.slice(0, 12)}`;
  const jobs = counted(result.graph.length, 'job');
  const keys = Object.values(result.found.jobs).map(({ key }) => key);
  const computations = new Set(keys).size;
  const earlier = computations - result.executed;
  const parts = [
    `${result.executed} recomputed in ${seconds.toFixed(1)} s`,
    ...(earlier > 0 ? [`${earlier} computed by an earlier rerun of this lock, compared again`] : []),
    // Searches that found one architecture ask for the same training.
    ...(keys.length > computations ? [`${keys.length - computations} the same computation as another`] : []),
  ];
  return `${jobs} of ${commit}: ${parts.join(', ')}`;
}

function listText({ finished }: RerunSummary, differences: readonly LockDifference[]): string {
  const { failures } = finished.result;
  const lines = differences.slice(0, shownDifferences).map((difference, i) => {
    const failure =
      difference.reason === 'only-locked' && Object.hasOwn(failures, difference.label)
        ? `: ${failures[difference.label]?.split('\n')[0]}`
        : '';
    return `  ${i === 0 ? 'first: ' : ''}${placeOf(difference)} (${whatDiffers(difference)}${failure})\n`;
  });
  const more = differences.length - shownDifferences;
  return `${lines.join('')}${more > 0 ? `  and ${more} more; --json lists all\n` : ''}`;
}

function helpText([first]: readonly LockDifference[]): string {
  if (first === undefined || !('label' in first) || first.reason === 'only-locked') {
    return '  help: the lock says what its commit does not give; restore it with git, or lock again with `reprise run --update-lock`\n';
  }
  return `  help: \`reprise explain ${first.label}\` and \`reprise show ${first.label}\` say more\n`;
}

export const jsonVerdict = ({ id, profile, locked, finished, compared, diff, repaired }: RerunSummary) => ({
  type: 'verdict',
  id,
  profile,
  commit: locked.commit,
  ranCommit: finished.ran.commit,
  reproduced: compared.isKept,
  overall: compared.overall,
  executed: finished.result.executed,
  hits: finished.result.hits,
  differences: compared.differences,
  diff: diff ?? null,
  failures: finished.result.failures,
  repaired,
  reports: compared.reports.map(({ name, columns, rows }) => ({ name, columns, rows })),
});
