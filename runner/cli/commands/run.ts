/** `reprise run`: computes what is missing, then writes the reports and the lock. */
import { availableParallelism } from 'node:os';
import { findDevices } from '../../device/find-devices.ts';
import type { Device } from '../../exec/device.ts';
import { LocalExecutor } from '../../exec/local-executor.ts';
import type { Scheduler } from '../../exec/scheduler.ts';
import { type CommittedSources, committedSources, uncommittedText } from '../../study/committed-files.ts';
import { droppedSeeds, droppedSeedText } from '../../study/dropped-seeds.ts';
import { type Experiment, openExperiment } from '../../study/experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { writeRerunResult } from '../../study/rerun-result.ts';
import { type RunOutcome, runExperiment } from '../../study/run-experiment.ts';
import { makeRunId } from '../../study/run-id.ts';
import type { LockMode } from '../../study/settle-lock.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { handleInterrupts } from '../interrupts.ts';
import { printOutcome } from '../print-outcome.ts';
import { runLog } from '../run-log.ts';
import { findProgram, goOnWith, type RunProgram, readyToRun } from '../run-program.ts';

export interface RunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly only: readonly string[];
  readonly jobs?: number;
  readonly allowDirty?: boolean;
  readonly lock: LockMode;
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
  const sources = committedSources(experiment.project.root, experiment.code, experiment.files);
  if (!sources.ok && flags.allowDirty !== true) {
    for (const problem of sources.failures) context.terminal.err(`error: ${uncommittedText(problem)}\n`);
    return exitCode.usage;
  }
  const locked = sources.ok ? sources.value : undefined;
  const outcome = await execute(context, experiment, program.value, flags, locked);
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
  flags: RunFlags,
  sources: CommittedSources | undefined,
): Promise<RunOutcome> {
  const { clock } = context;
  const { store } = experiment;
  const left = store.cleanStaging();
  const runId = makeRunId(clock.date(), experiment.name, process.pid);
  const dropped = droppedSeeds(experiment);
  const journal = store.openJournal(runId);
  const log = runLog(context, flags.json === true, journal);
  if (left.folders > 0)
    log.emit({
      type: 'notice',
      message: `a run before this one was killed: ${left.folders} half-done job(s) will be computed again`,
    });
  for (const seed of dropped) log.emit({ type: 'notice', message: droppedSeedText(seed) });
  const devices = await findDevices(experiment.manifest.engine, program.worker, flags.jobs);
  const crowd = crowdText(devices, availableParallelism());
  if (crowd !== undefined) log.emit({ type: 'notice', message: crowd });
  const executor = new LocalExecutor(program.command, devices);
  let scheduler: Scheduler | undefined;
  const restoreSignals = handleInterrupts(() => scheduler);
  try {
    return await runExperiment(experiment, {
      runId,
      executor,
      log,
      clock,
      lock: flags.lock,
      sources,
      onScheduler: (started) => {
        scheduler = started;
      },
    });
  } finally {
    restoreSignals();
    log.close();
    await executor.close();
  }
}

/** What more workers than cores do. Those of a GPU wait for it, not for a core. */
function crowdText(devices: readonly Device[], cores: number): string | undefined {
  const workers = devices.filter(({ id }) => id.startsWith('cpu:')).length;
  if (workers <= cores) return undefined;
  return (
    `note: ${workers} workers on ${cores} CPU core(s) share them: the results are the same, ` +
    `each job takes longer and more memory is needed; without --jobs there is one worker for each core`
  );
}

function codeOf({ summary, lock, reports, unwritten }: RunOutcome): ExitCode {
  if (summary.fatal !== undefined) return exitCode.failed;
  if (summary.interrupted) return exitCode.interrupted;
  const badLock = lock.status === 'contradicted' || lock.status === 'unreadable';
  const badReport = unwritten !== undefined || reports.some(({ problems }) => problems.length > 0);
  return summary.failed > 0 || badLock || badReport ? exitCode.failed : exitCode.done;
}
