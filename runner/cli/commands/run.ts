/** `reprise run`: computes what is missing, then writes the reports and the lock. */

import { findDevices } from '../../device/find-devices.ts';
import type { Scheduler } from '../../exec/scheduler.ts';
import { WorkerPool } from '../../exec/worker-pool.ts';
import { type Experiment, openExperiment, workerOverride } from '../../experiment/experiment.ts';
import { buildProblemText, experimentProblemsText } from '../../experiment/problem-text.ts';
import { type LockMode, type RunOutcome, runExperiment } from '../../experiment/run-experiment.ts';
import { ensureBuilt } from '../../project/build.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { handleInterrupts } from '../interrupts.ts';
import { printOutcome } from '../print-outcome.ts';
import { runLog } from '../run-log.ts';

export interface RunFlags extends ProjectFlags {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly jobs?: number;
  readonly allowDirty?: boolean;
  readonly lock: LockMode;
  readonly json?: boolean;
}

export async function runCommand(context: CliContext, id: string, flags: RunFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const opened = await openExperiment(project.value, id, {
    profile: flags.profile,
    sets: flags.set,
    verifyData: true,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const experiment = opened.value;
  if (experiment.code.dirty !== null && flags.allowDirty !== true) {
    context.terminal.err(dirtyText(experiment.code.dirty.changed));
    return exitCode.usage;
  }
  const worker = await findWorker(experiment, (message) => context.terminal.err(`${message}\n`));
  if (worker === undefined) return exitCode.failed;
  const outcome = await execute(context, experiment, worker, flags);
  // A process that drives this one, as a rerun does, says itself what came of it.
  if (process.connected !== true || flags.json === true)
    printOutcome(context, experiment, outcome, flags.json === true);
  return codeOf(outcome);
}

async function findWorker(
  experiment: Experiment,
  say: (message: string) => void,
): Promise<string | undefined> {
  const override = workerOverride();
  if (override !== undefined) return override;
  const built = await ensureBuilt(experiment.project.root, say);
  if (built.ok) return built.value;
  for (const problem of built.failures) say(`error: ${buildProblemText(problem)}`);
  return undefined;
}

async function execute(
  context: CliContext,
  experiment: Experiment,
  worker: string,
  flags: RunFlags,
): Promise<RunOutcome> {
  const { clock } = context;
  const { store } = experiment;
  const left = store.cleanStaging();
  const runId = `${clock
    .date()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')}-${experiment.name}-${process.pid}`;
  const journal = store.openJournal(runId);
  const log = runLog(context, flags.json === true, journal);
  if (left.folders > 0)
    log.emit({
      type: 'notice',
      message: `a run before this one was killed: ${left.folders} half-done job(s) will be computed again`,
    });
  keepPatch(experiment);
  const pool = new WorkerPool(
    { file: process.execPath, args: [worker] },
    await findDevices(experiment.manifest.engine, worker, flags.jobs),
  );
  let scheduler: Scheduler | undefined;
  const restoreSignals = handleInterrupts(() => scheduler);
  try {
    return await runExperiment(experiment, {
      runId,
      pool,
      log,
      clock,
      lock: flags.lock,
      onScheduler: (started) => {
        scheduler = started;
      },
    });
  } finally {
    restoreSignals();
    log.close();
    await pool.close();
  }
}

/** The difference to the commit belongs to every result of a dirty tree. */
function keepPatch({ code, store }: Experiment): void {
  if (code.dirty === null) return;
  const stored = store.putObject(code.dirty.patch);
  if (!stored.ok) throw new Error(stored.failures.map(storeProblemText).join('; '));
}

function codeOf({ summary, lock, reports, unwritten }: RunOutcome): ExitCode {
  if (summary.interrupted) return exitCode.interrupted;
  const badLock = lock.status === 'contradicted' || lock.status === 'unreadable';
  const badReport = unwritten !== undefined || reports.some(({ problems }) => problems.length > 0);
  return summary.failed > 0 || badLock || badReport ? exitCode.failed : exitCode.done;
}

function dirtyText(changed: readonly string[]): string {
  const shown = changed.slice(0, 5).map((path) => `    ${path}\n`);
  const more = changed.length > 5 ? `    and ${changed.length - 5} more\n` : '';
  return (
    `error: expected a committed tree, found ${changed.length} uncommitted change(s):\n${shown.join('')}${more}` +
    '  help: commit them, so that the results can be traced; or pass --allow-dirty, which marks every result `dirty`\n'
  );
}
