/** What every command gets: where it runs, how it speaks, and the project it works on. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Terminal } from '../log/terminal.ts';
import { findProject, type Project } from '../project/project.ts';
import type { Clock } from '../util/clock.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

export interface CliContext {
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

/** Options that every command with a project takes. */
export interface ProjectFlags {
  readonly store?: string;
  readonly data?: string;
}

/** The project around the current folder, or an exit code after saying that there is none. */
export function requireProject(context: CliContext, flags: ProjectFlags): Result<Project, ExitCode> {
  const project = findProject(context.cwd, flags);
  if (project !== undefined) return ok(project);
  context.terminal.err(
    `error: expected a project, found no folder \`manifests\` in ${context.cwd} or above it\n` +
      '  help: change into a clone of your experiments, or create the folder and commit it\n',
  );
  return fail(exitCode.usage);
}

/** The single failure of a result that has one. */
export function onlyFailure<T>(failures: readonly T[]): T {
  const [failure] = failures;
  if (failure === undefined) throw new Error('Internal error: a failure without a reason');
  return failure;
}
