/** Slurm, as its commands: the only place that starts them. */
import { execa } from 'execa';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { problemOf, type SlurmProblem } from './slurm-problem.ts';

export type SlurmCommand = 'sbatch' | 'squeue' | 'sacct' | 'scancel' | 'scontrol';

export interface SlurmCommands {
  /** @returns what it printed. @param env instead of that of the runner */
  run(
    command: SlurmCommand,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Result<string, SlurmProblem>>;
}

/** A controller that is overloaded can keep a command waiting for long. */
const limitMs = 120_000;

/** Messages in English, times without a zone's habits, and lists of array tasks that are not cut. */
const fixed = { LC_ALL: 'C', SLURM_TIME_FORMAT: 'standard', SLURM_BITSTR_LEN: '0' };

export const slurmCommands: SlurmCommands = {
  run: async (command, args, env) => {
    const answer = await execa(command, args, {
      reject: false,
      stdin: 'ignore',
      timeout: limitMs,
      maxBuffer: 256 * 1024 * 1024,
      env: { ...env, ...fixed },
      extendEnv: env === undefined,
    });
    if (!answer.failed) return ok(answer.stdout);
    if (answer.code === 'ENOENT') return fail({ reason: 'missing', command });
    if (answer.timedOut) {
      return fail({ reason: 'unreachable', command, message: `no answer within ${limitMs / 1000} s` });
    }
    return fail(problemOf(command, `${answer.stderr}\n${answer.stdout}`));
  },
};
