/** `reprise list`: the manifests of the project. */
import { findManifests, renderProblems } from '../../manifest/index.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';

export async function listCommand(
  context: CliContext,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const { root } = project.value;
  const manifests = findManifests(root);
  const rows = manifests.map(({ id, title, profiles, file }) => ({ id, title, profiles, file }));
  if (flags.json === true) context.terminal.out(`${JSON.stringify(rows)}\n`);
  else {
    const cells = rows.map(({ id, profiles, title, file }) => [
      id ?? '?',
      profiles.join(', '),
      title ?? '?',
      file,
    ]);
    context.terminal.out(textTable([['ID', 'PROFILES', 'TITLE', 'FILE'], ...cells]));
  }
  const problems = manifests.flatMap((manifest) => manifest.problems);
  if (problems.length === 0) return exitCode.done;
  context.terminal.err(renderProblems(problems));
  return exitCode.usage;
}
