/** The files of the locked commit that an archive shows: from the folder where they are unchanged, else from git. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LockedProfile } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { algorithmOf, lockFile, lockFileIn, workingBlobId } from '../build/sources.ts';
import { loadManifest } from '../manifest/index.ts';
import { Git } from '../project/git.ts';
import type { Project } from '../project/project.ts';
import { makeFolder } from '../util/make-folder.ts';
import type { ExportProblem } from './export-problem.ts';

/** Path in the project to content. */
export type SourceFiles = ReadonlyMap<string, Buffer>;

/** Path in the project to git's id of each file that an archive has. */
export const lockedSourceIds = ({ files, code }: LockedProfile): Readonly<Record<string, string>> => ({
  ...files,
  ...Object.fromEntries((['package.json', 'package-lock.json'] as const).map((path) => [path, code[path]])),
});

export async function lockedSources(
  project: Project,
  locked: LockedProfile,
): Promise<Result<SourceFiles, ExportProblem>> {
  const git = new Git(project.root);
  const wanted = lockedSourceIds(locked);
  const files = new Map<string, Buffer>();
  for (const [path, id] of Object.entries(wanted)) {
    const content = onDisk(project, path, id) ?? (await inGit(git, id));
    if (content === undefined) return fail({ reason: 'source-unknown', path, id, commit: locked.commit });
    files.set(path, content);
  }
  return ok(files);
}

function onDisk({ root, program }: Project, path: string, id: string): Buffer | undefined {
  const places = [root, ...(program.installed === null ? [] : [program.installed])].map((folder) => ({
    folder,
    path: path === lockFile ? lockFileIn(folder).slice(folder.length + 1) : path,
  }));
  const place = places.find((each) => workingBlobId(each.folder, each.path, algorithmOf(id)) === id);
  return place === undefined ? undefined : readFileSync(join(place.folder, place.path));
}

/** A blob is found by its own id, so that it does not matter whether the clone has the commit. */
async function inGit(git: Git, id: string): Promise<Buffer | undefined> {
  const blob = await git.bytes(['cat-file', 'blob', id]);
  return blob.ok ? Buffer.from(blob.value) : undefined;
}

/** The manifest as it was locked, whatever lies in the folder now. @param sources with the manifest first. */
export function resolveLocked(
  sources: SourceFiles,
  manifestPath: string,
  profile: string,
  locked: LockedProfile,
): Result<ResolvedManifest, ExportProblem> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-manifest-'));
  try {
    for (const [path, content] of sources) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), content);
    }
    const loaded = loadManifest(join(folder, manifestPath), profile === 'base' ? {} : { profile });
    if (loaded.ok && loaded.value.digest === locked.manifest) return ok(loaded.value.manifest);
    return fail({ reason: 'other-resolution', path: manifestPath, commit: locked.commit });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
