/** `reprise run`: computes what is missing, then writes the reports and the lock. */
import { DriverHost } from '../../exec/driver-host.ts';
import type { Scheduler } from '../../exec/scheduler.ts';
import type { ExecutorName } from '../../executors/executor-names.ts';
import { executorProblemText, type StartExecutor } from '../../executors/open-executor.ts';
import { jobLogs } from '../../store/job-logs.ts';
import { runLeaseFile, writeProgress } from '../../store/run-progress.ts';
import { type CommittedSources, committedSources, uncommittedText } from '../../study/committed-files.ts';
import { droppedSeeds, droppedSeedText } from '../../study/dropped-seeds.ts';
import { type Experiment, openExperiment } from '../../study/experiment.ts';
import { experimentCall } from '../../study/experiment-call.ts';
import { isPackaged } from '../../study/manifest-file.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { writeRerunResult } from '../../study/rerun-result.ts';
import { type RunOutcome, runExperiment } from '../../study/run-experiment.ts';
import { makeRunId } from '../../study/run-id.ts';
import type { LockMode } from '../../study/settle-lock.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { takeLease } from '../../util/lease-file.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { unlessRefused } from '../../util/system-error.ts';
import { chooseExecutor } from '../choose-executor.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { handleInterrupts } from '../interrupts.ts';
import { printOutcome } from '../print-outcome.ts';
import { runLog } from '../run-log.ts';
import { findProgram, goOnWith, type RunProgram, readyToRun } from '../run-program.ts';

export interface RunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly only: readonly string[];
  readonly jobs?: number;
  readonly executor: ExecutorName;
  /** Settings of executors instead of those of the project, for a rerun. */
  readonly executorsFile?: string;
  readonly allowDirty?: boolean;
  readonly lock: LockMode;
  readonly failFast?: boolean;
  /** Where a rerun that has started this run reads what was found. */
  readonly resultFile?: string;
  readonly json?: boolean;
}

export async function runCommand(context: CliContext, id: string, flags: RunFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const program = await findProgram(context, project.value, flags);
  if (!program.ok) return onlyFailure(program.failures);
  if (program.value === 'other') return goOnWith(context, project.value);
  const opened = await openExperiment(project.value, id, {
    profile: flags.profile,
    sets: flags.set,
    only: flags.only,
    verifyData: true,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const ready = await readyToRun(context, opened.value, program.value, flags);
  if (!ready.ok) return onlyFailure(ready.failures);
  const experiment = ready.value;
  const sources = committedSources(experiment.project, experiment.code, experiment.files);
  if (!sources.ok && flags.allowDirty !== true) {
    for (const problem of sources.failures) context.terminal.err(`error: ${uncommittedText(problem)}\n`);
    return exitCode.usage;
  }
  const locked = sources.ok ? sources.value : undefined;
  const start = await chooseExecutor(context, experiment, program.value, flags);
  if (!start.ok) {
    for (const problem of start.failures) context.terminal.err(executorProblemText(problem));
    return start.failures.some(({ reason }) => reason === 'settings') ? exitCode.usage : exitCode.failed;
  }
  const outcome = await execute(context, experiment, program.value, start.value, flags, locked);
  // A rerun says itself what came of it.
  if (flags.resultFile !== undefined) writeRerunResult(flags.resultFile, experiment, outcome);
  if (flags.resultFile === undefined || flags.json === true)
    printOutcome(context, experiment, outcome, flags.json === true);
  return codeOf(outcome);
}

async function execute(
  context: CliContext,
  experiment: Experiment,
  program: RunProgram,
  startExecutor: StartExecutor,
  flags: RunFlags,
  sources: CommittedSources | undefined,
): Promise<RunOutcome> {
  const { clock } = context;
  const { store } = experiment;
  const left = store.cleanStaging();
  const runId = makeRunId(clock.date(), experiment.name, process.pid);
  const dropped = droppedSeeds(experiment);
  const journal = store.openJournal(runId);
  const running = unlessRefused(() => takeLease(runLeaseFile(store.root, runId)));
  const log = runLog(context, flags.json === true, journal, ({ hits, jobs }) =>
    writeProgress(store.root, runId, { formatVersion: 1, hits, jobs: [...jobs] }),
  );
  if (left.folders > 0)
    log.emit({
      type: 'notice',
      message: `a run before this one was killed: ${left.folders} half-done job(s) will be computed again`,
    });
  for (const seed of dropped) log.emit({ type: 'notice', message: droppedSeedText(seed) });
  const ofPackage = isPackaged(experiment.project, experiment.file);
  if (ofPackage && flags.lock !== 'off') log.emit({ type: 'notice', message: packagedText(experiment) });
  const executor = startExecutor((message) => log.emit({ type: 'notice', message }));
  const drivers = new DriverHost(program.command);
  let scheduler: Scheduler | undefined;
  const restoreSignals = handleInterrupts(() => scheduler);
  try {
    return await runExperiment(experiment, {
      runId,
      executor,
      drivers,
      log,
      clock,
      lock: ofPackage ? 'off' : flags.lock,
      failFast: flags.failFast === true,
      onPrinted: jobLogs(store.root, runId),
      sources,
      onScheduler: (started) => {
        scheduler = started;
      },
    });
  } finally {
    restoreSignals();
    await Promise.all([executor.close(), drivers.close()]);
    log.close();
    running?.release();
  }
}

const packagedText = (experiment: Experiment): string =>
  `note: this paper comes with the package reprise, whose lock of it stays as it is; \`reprise rerun ${experimentCall(experiment)}\` compares with it`;

function codeOf({ summary, lock, reports, unwritten }: RunOutcome): ExitCode {
  if (summary.fatal !== undefined) return exitCode.failed;
  if (summary.interrupted) return exitCode.interrupted;
  const badLock = lock.status === 'contradicted' || lock.status === 'unreadable';
  const badReport = unwritten !== undefined || reports.some(({ problems }) => problems.length > 0);
  return summary.failed > 0 || badLock || badReport ? exitCode.failed : exitCode.done;
}
