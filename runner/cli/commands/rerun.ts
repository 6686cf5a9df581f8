/** `reprise rerun`: recomputes a locked table from nothing and gives one verdict per cell. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import { ownBuildFault } from '../../project/build.ts';
import { buildProblemText } from '../../project/build-problem-text.ts';
import type { Project } from '../../project/project.ts';
import { adoptResults } from '../../rerun/adopt-results.ts';
import { type ComparedRun, compareRun } from '../../rerun/compare-run.ts';
import { type FinishedRerun, type RerunProblem, rerun } from '../../rerun/rerun.ts';
import { rerunProblemText } from '../../rerun/rerun-problem-text.ts';
import { experimentName } from '../../store/experiment-name.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { writeLatestRun } from '../../study/latest-run.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { unlessMissing } from '../../util/system-error.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { findLocked, type LockedTarget } from '../find-locked.ts';
import { closingText, jsonVerdict, reportText } from '../print-rerun.ts';

export interface RerunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly jobs?: number;
  readonly fresh?: boolean;
  readonly repair?: boolean;
  readonly json?: boolean;
}

export async function rerunCommand(context: CliContext, id: string, flags: RerunFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const fault = ownBuildFault();
  if (fault !== undefined) {
    context.terminal.err(`error: ${buildProblemText(fault)}\n`);
    return exitCode.failed;
  }
  const target = findLocked(context, project.value, id, flags.profile);
  if (target === undefined) return exitCode.usage;
  const since = context.clock.now();
  const finished = await rerun({
    ...target,
    project: project.value,
    fresh: flags.fresh === true,
    runArguments: [
      ...(flags.jobs === undefined ? [] : ['--jobs', String(flags.jobs)]),
      ...(flags.json === true ? ['--json'] : []),
    ],
    json: flags.json === true,
    notice: (message) => context.terminal.err(`${message}\n`),
  });
  if (!finished.ok) return refuse(context, onlyFailure(finished.failures));
  const { locked, id: name, profile } = target;
  const compared = compareRun(locked, finished.value.result, lockedTextIn(project.value, target));
  const repaired = takeOver(project.value, target, finished.value, compared, flags.repair === true);
  const seconds = (context.clock.now() - since) / 1000;
  const summary = { id: name, profile, locked, finished: finished.value, compared, repaired, seconds };
  if (flags.json === true) context.terminal.out(`${JSON.stringify(jsonVerdict(summary))}\n`);
  else {
    for (const report of compared.reports) context.terminal.out(reportText(report));
    context.terminal.err(`\n${closingText(summary)}`);
  }
  return compared.isKept ? exitCode.done : exitCode.failed;
}

function refuse(context: CliContext, problem: RerunProblem): ExitCode {
  context.terminal.err(rerunProblemText(problem));
  switch (problem.reason) {
    case 'interrupted':
      return exitCode.interrupted;
    case 'run-refused':
      return problem.exitCode === exitCode.usage ? exitCode.usage : exitCode.failed;
    default:
      return exitCode.failed;
  }
}

/** The file of a report as the locked run left it in the store; undefined when it is gone or another by now. */
const lockedTextIn =
  (project: Project, { id, profile, locked }: LockedTarget) =>
  (file: string): string | undefined => {
    const path = join(project.storeRoot, 'reports', experimentName(id, profile), file);
    const isFile = unlessMissing(() => lstatSync(path))?.isFile() === true;
    const text = isFile ? readFileSync(path, 'utf8') : undefined;
    return text !== undefined && sha256(text) === locked.reports[file] ? text : undefined;
  };

/** What was recomputed is as good as any result of this store; a later run finds it there. */
function takeOver(
  project: Project,
  { id, profile, locked }: LockedTarget,
  finished: FinishedRerun,
  compared: ComparedRun,
  repair: boolean,
): readonly string[] {
  const isConfirmed = compared.differences.length === 0;
  const { jobs, repaired } = adoptResults(openProjectStore(project), locked, finished, {
    takeAll: compared.isKept,
    repair: repair || isConfirmed,
  });
  const keys = jobs.flatMap((label) => {
    const job = finished.result.found.jobs[label];
    return job === undefined ? [] : [[label, job.key] as const];
  });
  writeLatestRun(project.storeRoot, experimentName(id, profile), {
    runId: 'rerun',
    jobs: Object.fromEntries(keys),
  });
  return repaired;
}
