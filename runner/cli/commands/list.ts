/** `reprise list`: the manifests of the project. */
import { renderProblems } from '../../manifest/index.ts';
import { allManifests } from '../../study/manifest-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export async function listCommand(
  context: CliContext,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const manifests = allManifests(project.value);
  const rows = manifests.map(({ id, title, profiles, file, isPackaged }) => ({
    id,
    title,
    profiles,
    file,
    ...(isPackaged ? { package: 'reprise' } : {}),
  }));
  if (flags.json === true) context.terminal.out(`${JSON.stringify(rows)}\n`);
  else {
    const cells = rows.map(({ id, profiles, title, file, package: origin }) => [
      id ?? '?',
      profiles.join(', '),
      title ?? '?',
      origin === undefined ? file : `${origin}: ${file}`,
    ]);
    context.terminal.out(textTable([['ID', 'PROFILES', 'TITLE', 'FILE'], ...cells]));
  }
  const problems = manifests.flatMap((manifest) => manifest.problems);
  if (problems.length === 0) return exitCode.done;
  context.terminal.err(renderProblems(problems));
  return exitCode.usage;
}
