/** `reprise rerun`: recomputes a locked table from nothing and gives one verdict per cell. */
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import { rerunDifference } from '../../diff/rerun-difference.ts';
import type { ExecutorName } from '../../executors/executor-names.ts';
import { executorsFile } from '../../executors/read-executors.ts';
import { ownBuildFault } from '../../project/build.ts';
import { buildProblemText } from '../../project/build-problem-text.ts';
import type { Project } from '../../project/project.ts';
import { adoptResults } from '../../rerun/adopt-results.ts';
import { type ComparedRun, compareRun } from '../../rerun/compare-run.ts';
import { keepVerdict } from '../../rerun/kept-verdict.ts';
import { type FinishedRerun, type RerunProblem, rerun } from '../../rerun/rerun.ts';
import { rerunProblemText } from '../../rerun/rerun-problem-text.ts';
import { experimentName } from '../../store/experiment-name.ts';
import { openExperiment, openProjectStore } from '../../study/experiment.ts';
import { profileCall } from '../../study/experiment-call.ts';
import { writeLatestRun } from '../../study/latest-run.ts';
import { isPackaged } from '../../study/manifest-file.ts';
import { otherKeys } from '../../study/packaged-code.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { isOdd, readOwnFile } from '../../util/own-file.ts';
import { unlessRefused } from '../../util/system-error.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { findLocked, type LockedTarget } from '../find-locked.ts';
import { closingText, jsonVerdict, reportText } from '../print-rerun.ts';

export interface RerunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly jobs?: number;
  readonly executor: ExecutorName;
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
  const packaged = isPackaged(project.value, target.file);
  if (packaged && !(await canRerun(context, project.value, target))) return exitCode.failed;
  const since = context.clock.now();
  const finished = await rerun({
    ...target,
    isPackaged: packaged,
    project: project.value,
    fresh: flags.fresh === true,
    runArguments: [
      ...(flags.jobs === undefined ? [] : ['--jobs', String(flags.jobs)]),
      ...executorArguments(project.value, flags),
      ...(flags.json === true ? ['--json'] : []),
    ],
    json: flags.json === true,
    notice: (message) => context.terminal.err(`${message}\n`),
  });
  if (!finished.ok) return refuse(context, onlyFailure(finished.failures));
  const { locked, id: name, profile } = target;
  const compared = compareRun(locked, finished.value.result, lockedTextIn(project.value, target));
  keepVerdict(target, finished.value, compared, context.clock.date().toISOString());
  // Before the store takes the results over, and may put records of them in the place of those that it has.
  const diff =
    compared.differences.length === 0
      ? undefined
      : await rerunDifference(project.value, target, finished.value);
  const repaired = takeOver(project.value, target, finished.value, compared, flags.repair === true);
  const seconds = (context.clock.now() - since) / 1000;
  const summary = {
    id: name,
    profile,
    locked,
    finished: finished.value,
    compared,
    diff,
    repaired,
    seconds,
    isPackaged: packaged,
  };
  if (flags.json === true) context.terminal.out(`${JSON.stringify(jsonVerdict(summary))}\n`);
  else {
    for (const report of compared.reports) context.terminal.out(reportText(report));
    context.terminal.err(`\n${closingText(summary)}`);
  }
  return compared.isKept ? exitCode.done : exitCode.failed;
}

/** Where jobs run is said by this project, not by the locked commit, whose runner may know this machine alone. */
const executorArguments = ({ root }: Project, { executor }: RerunFlags): readonly string[] =>
  executor === 'local' ? [] : ['--executor', executor, '--executors-file', join(root, executorsFile)];

/** Says why not. */
async function canRerun(
  { terminal }: CliContext,
  project: Project,
  { file, id, profile, locked }: LockedTarget,
): Promise<boolean> {
  const opened = await openExperiment(project, file, profile === 'base' ? {} : { profile });
  if (!opened.ok) terminal.err(experimentProblemsText(opened.failures));
  const others = opened.ok ? otherKeys(opened.value, locked) : [];
  if (others.length > 0)
    terminal.err(
      `error: expected the code that the lock of ${id} was made with, found other code in the package reprise: the keys of ${others.length} job(s) differ, first ${others[0]}\n` +
        `  help: \`reprise run ${profileCall({ id, profile })}\` computes it with the code of the package; a clone of Reprise's own repository has commit ${locked.commit.slice(0, 12)}, and reruns it there\n`,
    );
  return opened.ok && others.length === 0;
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

/** Far beyond any table that a person reads. */
const maxReportBytes = 64 * 1024 * 1024;

/** The file of a report as the locked run left it in the store; undefined when it is gone or another by now. */
const lockedTextIn =
  (project: Project, { id, profile, locked }: LockedTarget) =>
  (file: string): string | undefined => {
    const path = join(project.storeRoot, 'reports', experimentName(id, profile), file);
    const content = unlessRefused(() => readOwnFile(path, maxReportBytes));
    const text = content === undefined || isOdd(content) ? undefined : content.toString('utf8');
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
