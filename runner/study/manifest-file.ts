/** Which file a person means, named as they would type it, since error messages repeat the name. */
import { relative } from 'node:path';
import type { Result } from '../../schemas/result.ts';
import { type ManifestProblem, resolveId } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';

/** @returns the path from the working directory of the manifest with this id or path. */
export function manifestFile(project: Project, idOrPath: string): Result<string, ManifestProblem> {
  const file = resolveId(project.root, idOrPath);
  return file.ok ? { ok: true, value: relative(process.cwd(), file.value) } : file;
}
