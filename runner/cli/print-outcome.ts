/** What a person sees at the end of a run: the tables, where they lie, and what became of the lock. */
import { relative } from 'node:path';
import { differenceText } from '../lock/difference-text.ts';
import type { LockDifference } from '../lock/lock-difference.ts';
import { lockProblemText } from '../lock/lock-problem.ts';
import { durationText } from '../log/duration.ts';
import { failureText, keptText } from '../log/failure-text.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import type { Experiment } from '../study/experiment.ts';
import { experimentCall } from '../study/experiment-call.ts';
import type { RunOutcome } from '../study/run-experiment.ts';
import type { LockOutcome } from '../study/settle-lock.ts';
import type { CliContext } from './context.ts';

export function printOutcome(
  context: CliContext,
  experiment: Experiment,
  outcome: RunOutcome,
  json: boolean,
): void {
  if (json) {
    context.terminal.out(`${JSON.stringify(jsonOutcome(experiment, outcome))}\n`);
    return;
  }
  for (const report of outcome.reports) context.terminal.out(`\n${report.terminal}`);
  context.terminal.err(`\n${closingLines(context, experiment, outcome).join('\n')}\n`);
}

function closingLines(context: CliContext, experiment: Experiment, outcome: RunOutcome): string[] {
  const { summary, reportFolder, unwritten, leftOut } = outcome;
  const from = (path: string): string => relative(context.cwd, path) || '.';
  return [
    ...failureLines(outcome),
    countLine(outcome),
    ...(summary.interrupted
      ? [`stopped; \`reprise run ${experimentCall(experiment)}\` continues where it stopped`]
      : []),
    ...fatalLines(outcome),
    ...(reportFolder === undefined || outcome.reports.length === 0 ? [] : [`reports: ${from(reportFolder)}`]),
    ...(leftOut.length === 0
      ? []
      : [`reports not written, since --only left out jobs that they read: ${leftOut.join(', ')}`]),
    ...(unwritten === undefined ? [] : [`error: ${storeProblemText(unwritten)}`]),
    ...lockLines(experiment, outcome.lock, from),
  ];
}

function countLine({ summary, wallMs }: RunOutcome): string {
  const { executed, hits, failed, notRun, trials } = summary;
  const asked = trials.executed + trials.hits;
  const tried = asked === 0 ? '' : `, ${trials.executed} trials computed and ${trials.hits} from the store`;
  const unfinished = notRun > 0 ? `, ${notRun} not run` : '';
  return `${executed} jobs executed, ${hits} from the store, ${failed} failed${unfinished}${tried}, ${durationText(wallMs)}`;
}

function fatalLines({ summary }: RunOutcome): string[] {
  if (summary.fatal === undefined) return [];
  const { message, help } = summary.fatal;
  return [`error: the run ended early: ${message}`, `  help: ${help}`];
}

/** The causes; jobs that fell with them are only counted. */
function failureLines({ summary }: RunOutcome): string[] {
  const failures = [...summary.results].flatMap(([label, result]) =>
    result.status === 'failed' ? [{ label, failure: result.failure, kept: result.kept }] : [],
  );
  const causes = failures.filter(({ failure }) => failure.reason !== 'dependency-failed');
  const fallen = failures.length - causes.length;
  return [
    ...causes.map(({ label, failure, kept }) => `error: ${label}: ${failureText(failure)}${keptText(kept)}`),
    ...(fallen > 0 ? [`${fallen} job(s) that need them were not run`] : []),
  ];
}

function lockLines(experiment: Experiment, lock: LockOutcome, from: (path: string) => string): string[] {
  switch (lock.status) {
    case 'unchanged':
      return [
        `lock: ${from(lock.file)} holds, every digest is equal`,
        ...(lock.unchecked === null
          ? []
          : [
              `lock: its commit ${lock.unchecked.slice(0, 12)} is not in this clone, so its code was not looked at`,
            ]),
      ];
    case 'written':
      return [
        `lock: ${from(lock.file)} written; commit it`,
        ...(lock.changes.length === 0
          ? []
          : ['  it differs from the lock before it:', ...differenceLines(lock.changes)]),
      ];
    case 'contradicted':
      return contradictionLines(experiment, from(lock.file), lock.differences);
    case 'unreadable':
      return [`error: ${lockProblemText(lock.problem)}`];
    case 'dirty':
      return ['lock: not written, since the results come from a tree with uncommitted changes'];
    case 'uncommitted':
      return ['lock: not written, since the commit does not have the manifest as it was read'];
    case 'ad-hoc':
      return ['lock: not written, since --set makes this another experiment than the committed one'];
    case 'partial':
      return [
        `lock: not written, since --only left out ${lock.leftOut} of ${lock.jobs + lock.leftOut} jobs${lock.compared === 0 ? '' : `; ${lock.compared} of the others are as the lock has them`}`,
      ];
    case 'incomplete':
    case 'off':
      return [];
    default:
      return lock satisfies never;
  }
}

function contradictionLines(
  experiment: Experiment,
  file: string,
  differences: readonly LockDifference[],
): string[] {
  const names = experimentCall(experiment);
  return [
    `error: not reproduced: ${file} says otherwise than this run found in ${differences.length} place(s)`,
    ...differenceLines(differences),
    `  help: \`reprise rerun ${names}\` recomputes the locked commit; when it confirms the lock, it repairs the store, and`,
    `    \`reprise run ${names}\` holds again. When the lock is wrong, restore it with git, or accept ${experiment.wholeGraph === null ? 'this run' : 'a run without --only'} with --update-lock`,
  ];
}

const shownDifferences = 5;

function differenceLines(differences: readonly LockDifference[]): string[] {
  const more = differences.length - shownDifferences;
  return [
    ...differences.slice(0, shownDifferences).map((difference) => `    ${differenceText(difference)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function jsonOutcome(experiment: Experiment, { summary, reports, leftOut, reportFolder, lock }: RunOutcome) {
  const failures = [...summary.results].flatMap(([label, result]) =>
    result.status === 'failed' ? [{ label, failure: result.failure }] : [],
  );
  const { executed, hits, failed, notRun, interrupted, fatal } = summary;
  return {
    type: 'outcome',
    name: experiment.name,
    ...{ executed, hits, failed, notRun, interrupted, failures },
    fatal: fatal?.message ?? null,
    reports: reports.map(({ name }) => name),
    reportsLeftOut: leftOut,
    reportFolder: reportFolder ?? null,
    lock: lock.status,
    ...(lock.status === 'contradicted' ? { lockDifferences: lock.differences } : {}),
  };
}
