/**
 * Which program answers in a project that has Reprise as a package: the installed one, whichever was started, and where
 * the project holds modules of its own, the package with these.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { ownBuild } from '../build/own-build.ts';
import { programOf, projectAround } from '../project/program.ts';
import type { Main } from '../project/program-build.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import type { CliContext } from './context.ts';

/** What stands without a project, makes one, or was started by the program that is to run. */
const withoutProject = (word: string | undefined): boolean =>
  word === undefined || word.startsWith('-') || ['help', 'init', 'slurm-task'].includes(word);

/** @param words of the command line. @returns undefined for this program itself. */
export async function handOver(
  { cwd, terminal }: CliContext,
  words: readonly string[],
): Promise<Result<Main | undefined, ExitCode>> {
  const root = withoutProject(words[0]) ? undefined : projectAround(cwd);
  if (root === undefined || programOf(root).installed === null) return ok(undefined);
  // Only here is anything built, and most commands start without what builds.
  const { mainOf, packagedBuild } = await import('../project/program-build.ts');
  const build = await packagedBuild(root, (message) => terminal.err(`${message}\n`));
  if (!build.ok) {
    const { buildProblemText } = await import('../project/build-problem-text.ts');
    for (const problem of build.failures) terminal.err(`error: ${buildProblemText(problem)}\n`);
    return fail(exitCode.failed);
  }
  const own = ownBuild();
  return ok(own.ok && own.value.id === build.value.id ? undefined : await mainOf(build.value));
}
