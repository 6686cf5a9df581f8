/** `reprise audit --sample`: computes a part of the jobs again, with the program that the keys name. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Evidence } from '../audit/evidence.ts';
import type { Finding } from '../audit/finding.ts';
import { type SampleOptions, sampleFindings } from '../audit/sample.ts';
import { DriverHost } from '../exec/driver-host.ts';
import type { Scheduler } from '../exec/scheduler.ts';
import { executorProblemText } from '../executors/open-executor.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import { chooseExecutor } from './choose-executor.ts';
import type { CliContext } from './context.ts';
import { handleInterrupts } from './interrupts.ts';
import { type RunProgram, readyToRun } from './run-program.ts';

export async function auditSample(
  context: CliContext,
  evidence: Evidence,
  program: RunProgram,
  options: SampleOptions & { readonly jobs: number | undefined },
): Promise<Result<readonly Finding[], ExitCode>> {
  const ready = await readyToRun(context, evidence.experiment, program, {});
  if (!ready.ok) return fail(...ready.failures);
  const start = await chooseExecutor(context, ready.value, program, {
    ...{ executor: 'local', jobs: options.jobs },
  });
  if (!start.ok) {
    for (const problem of start.failures) context.terminal.err(executorProblemText(problem));
    return fail(exitCode.failed);
  }
  const executor = start.value((message) => context.terminal.err(`${message}\n`));
  const drivers = new DriverHost(program.command);
  let scheduler: Scheduler | undefined;
  const restoreSignals = handleInterrupts(() => scheduler);
  context.terminal.err(`computing ${(100 * options.portion).toFixed(0)} % of the jobs again\n`);
  try {
    const findings = await sampleFindings(evidence, options, {
      executor,
      drivers,
      log: { emit: () => {}, close: () => {} },
      clock: context.clock,
      onScheduler: (started) => {
        scheduler = started;
      },
    });
    return ok(findings);
  } finally {
    restoreSignals();
    await Promise.all([executor.close(), drivers.close()]);
  }
}
