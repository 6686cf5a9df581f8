/** `reprise slurm-task`: one job on a node, started by the array that a runner submitted. */
import { resolve } from 'node:path';
import { runSlurmTask } from '../../exec/slurm/run-task.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import type { CliContext } from '../context.ts';

export async function slurmTaskCommand(
  { env, cwd, terminal }: CliContext,
  waveFolder: string,
): Promise<ExitCode> {
  const hasEnded = await runSlurmTask(resolve(cwd, waveFolder), {
    env,
    onTerminate: (callback) => {
      process.on('SIGTERM', callback);
      process.on('SIGINT', callback);
    },
    say: (line) => terminal.err(`${line}\n`),
  });
  return hasEnded ? exitCode.done : exitCode.interrupted;
}
