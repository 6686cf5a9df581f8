/** What every command gets: where it runs, how it speaks, and the project it works on. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Terminal } from '../log/terminal.ts';
import { type Environment, type SettingsProblem, settingsProblemText } from '../project/places.ts';
import { findProject, type Project } from '../project/project.ts';
import { storeInTheWay } from '../project/store-place.ts';
import type { Clock } from '../util/clock.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';

export interface CliContext {
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Variables of the process. */
  readonly env: Environment;
}

/** Options that every command with a project takes. */
export interface ProjectFlags {
  readonly store?: string;
  readonly data?: string;
}

/** The project around the current folder, or an exit code after saying that there is none. */
export function requireProject(context: CliContext, flags: ProjectFlags): Result<Project, ExitCode> {
  const project = findProject(context.cwd, flags, context.env);
  if (project !== undefined)
    return project.ok ? checkPlaces(context, project.value) : refuse(context, project);
  context.terminal.err(
    `error: expected a project, found no folder \`manifests\` in ${context.cwd} or above it\n` +
      '  help: change into a clone of your experiments, or create the folder and commit it\n',
  );
  return fail(exitCode.usage);
}

/** The same where a command can do without one. */
export function findOwnProject(
  context: CliContext,
  flags: ProjectFlags,
): Result<Project | undefined, ExitCode> {
  const isThere = findProject(context.cwd, flags, context.env) !== undefined;
  return isThere ? requireProject(context, flags) : ok(undefined);
}

function refuse(
  { terminal }: CliContext,
  { failures }: { readonly failures: readonly SettingsProblem[] },
): Result<never, ExitCode> {
  for (const problem of failures) terminal.err(settingsProblemText(problem));
  return fail(exitCode.usage);
}

/** A folder that cannot serve is told with whoever named it. */
function checkPlaces({ terminal }: CliContext, project: Project): Result<Project, ExitCode> {
  const { path: store, from: namedBy } = project.places.store;
  const covered = storeInTheWay(project.root, store);
  if (covered !== undefined) {
    terminal.err(
      `error: expected a folder for results alone, found ${store}, which ${covered}; ${namedBy} names it\n` +
        `  help: git must not see results, nor the build take them for sources; name a folder such as --store ${join(project.root, 'artifacts')}\n`,
    );
    return fail(exitCode.usage);
  }
  for (const [name, { path, from }] of Object.entries(project.places)) {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined || state.isDirectory()) continue;
    const named = from === 'default' ? '' : `, which ${from} names`;
    const what = name === 'store' ? 'results' : 'data sets';
    terminal.err(
      `error: expected a folder for ${what}, found a file at ${path}${named}\n  help: move the file, or name a folder with --${name}, REPRISE_${name.toUpperCase()} or your settings\n`,
    );
    return fail(exitCode.usage);
  }
  return ok(project);
}
