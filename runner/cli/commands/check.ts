/** `reprise check`: every error of the manifests at once. */
import { join, relative } from 'node:path';
import { expand } from '../../graph/expand.ts';
import {
  findManifests,
  loadManifest,
  type ManifestProblem,
  type ParsedFiles,
  renderProblems,
} from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { manifestFile } from '../../study/manifest-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface CheckFlags extends ProjectFlags {
  readonly json?: boolean;
}

interface GoodManifest {
  readonly file: string;
  readonly id: string;
  readonly jobs: number;
}

/** @param ids ids or paths; none means all manifests. */
export async function checkCommand(
  context: CliContext,
  ids: readonly string[],
  flags: CheckFlags,
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
  const good: GoodManifest[] = [];
  for (const file of files) {
    const loaded = loadManifest(file, { parsed });
    if (!loaded.ok) problems.push(...loaded.failures);
    else {
      const { manifest } = loaded.value;
      good.push({ file, id: manifest.id, jobs: expand(manifest).jobs.length });
    }
  }
  if (flags.json === true) context.terminal.out(`${JSON.stringify(jsonFindings(good, problems))}\n`);
  else {
    for (const { file, jobs } of good) context.terminal.out(`${file}: good, ${jobs} jobs\n`);
    if (problems.length > 0) context.terminal.err(renderProblems(problems));
  }
  return problems.length === 0 ? exitCode.done : exitCode.usage;
}

/** Each problem with the text that a person reads. */
const jsonFindings = (good: readonly GoodManifest[], problems: readonly ManifestProblem[]) => ({
  good,
  problems: problems.map((problem) => ({ ...problem, text: renderProblems([problem]).trimEnd() })),
});

function resolveAll(project: Project, ids: readonly string[], problems: ManifestProblem[]): string[] {
  return ids.flatMap((id) => {
    const file = manifestFile(project, id);
    if (file.ok) return [file.value];
    problems.push(...file.failures);
    return [];
  });
}
