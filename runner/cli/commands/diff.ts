/** `reprise diff <a> <b>`: where two runs, commits, locks or archives differ, from the manifest to the metric. */
import { canonicalJson } from '../../../schemas/canonical.ts';
import { compareSides } from '../../diff/compare-sides.ts';
import { diffText } from '../../diff/diff-text.ts';
import { findView } from '../../diff/find-view.ts';
import type { Project } from '../../project/project.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { explainError } from '../../util/explain-error.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, findOwnProject, type ProjectFlags } from '../context.ts';

export interface DiffFlags extends ProjectFlags {
  readonly profile?: string;
  readonly json?: boolean;
}

/** As with `diff`: 0 without a difference, 1 with one, 2 where the two cannot be compared. */
export async function diffCommand(
  context: CliContext,
  a: string,
  b: string,
  flags: DiffFlags,
): Promise<ExitCode> {
  const project = findOwnProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  try {
    return await compare(context, project.value, [a, b], flags);
  } catch (error) {
    // An exit code of 1 would say that they were compared.
    const { message, help } = explainError(error);
    context.terminal.err(`error: ${message}\n  help: ${help}\n`);
    return exitCode.usage;
  }
}

async function compare(
  { terminal, cwd }: CliContext,
  project: Project | undefined,
  names: readonly [string, string],
  { profile, json }: DiffFlags,
): Promise<ExitCode> {
  const views = [];
  for (const name of names) views.push(await findView({ project, cwd, name, profile }));
  const [a, b] = views;
  for (const view of views) if (!view.ok) terminal.err(view.failures.map(({ text }) => text).join(''));
  if (a?.ok !== true || b?.ok !== true) return exitCode.usage;
  const diff = await compareSides(a.value, b.value);
  terminal.out(json === true ? `${canonicalJson(diff)}\n` : diffText(diff));
  return diff.isEqual ? exitCode.done : exitCode.failed;
}
