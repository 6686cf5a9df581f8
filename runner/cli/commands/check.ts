/** `reprise check`: every error of the manifests at once. */
import { join, relative } from 'node:path';
import { manifestFile } from '../../experiment/manifest-file.ts';
import { expand } from '../../graph/expand.ts';
import {
  findManifests,
  loadManifest,
  type ManifestProblem,
  type ParsedFiles,
  renderProblems,
} from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** @param ids ids or paths; none means all manifests. */
export async function checkCommand(
  context: CliContext,
  ids: readonly string[],
  flags: ProjectFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const { root } = project.value;
  const problems: ManifestProblem[] = [];
  const files =
    ids.length === 0
      ? findManifests(root).map(({ file }) => relative(process.cwd(), join(root, file)))
      : resolveAll(project.value, ids, problems);
  const parsed: ParsedFiles = new Map();
  for (const file of files) {
    const loaded = loadManifest(file, { parsed });
    if (loaded.ok) context.terminal.out(`${file}: good, ${expand(loaded.value.manifest).jobs.length} jobs\n`);
    else problems.push(...loaded.failures);
  }
  if (problems.length === 0) return exitCode.done;
  context.terminal.err(renderProblems(problems));
  return exitCode.usage;
}

function resolveAll(project: Project, ids: readonly string[], problems: ManifestProblem[]): string[] {
  return ids.flatMap((id) => {
    const file = manifestFile(project, id);
    if (file.ok) return [file.value];
    problems.push(...file.failures);
    return [];
  });
}
