/**
 * Whether a commit has the manifest that was read, and those it extends, byte for byte. Git's status does not tell: it
 * passes over ignored files, files outside the project, and files that it was told to take for unchanged.
 */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { GitCommit, GitTree } from '../../schemas/ids.ts';
import { toGitTree } from '../../schemas/ids.ts';
import type { CodeTrees } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { algorithmOf, workingBlobId } from '../build/sources.ts';
import type { CodeState } from '../project/code-state.ts';
import type { Project } from '../project/project.ts';
import { isPackaged, packagedPath } from './manifest-file.ts';

/** What a lock says of the content of its commit. */
export interface CommittedSources {
  readonly commit: GitCommit;
  readonly code: CodeTrees;
  /** Path in the project to git's id of the content. */
  readonly files: Readonly<Record<string, GitTree>>;
}

export interface UncommittedFile {
  readonly reason: 'manifest-not-committed';
  readonly file: string;
  /** What is wrong with it. */
  readonly found: 'outside' | 'absent' | 'link' | 'differs';
}

/** @param files paths from the working directory. */
export function committedSources(
  project: Pick<Project, 'root' | 'program'>,
  { commit, trees, head }: Pick<CodeState, 'commit' | 'trees' | 'head'>,
  files: readonly string[],
): Result<CommittedSources, UncommittedFile> {
  const { root } = project;
  const packaged = packagedSources(project, files);
  if (packaged !== undefined) return ok({ commit, code: trees, files: packaged });
  const problems: UncommittedFile[] = [];
  const ids: Record<string, GitTree> = {};
  for (const file of files) {
    const path = pathInProject(root, file);
    const entry = path === undefined ? undefined : head.get(path);
    if (path === undefined) problems.push({ reason: 'manifest-not-committed', file, found: 'outside' });
    else if (entry === undefined) problems.push({ reason: 'manifest-not-committed', file, found: 'absent' });
    else {
      const found = whatDiffers(root, path, entry);
      if (found !== undefined) problems.push({ reason: 'manifest-not-committed', file, found });
      ids[path] = toGitTree(entry.id);
    }
  }
  return problems.length > 0 ? fail(...problems) : ok({ commit, code: trees, files: ids });
}

/** A paper of the package is as its archive has it, and no commit of the project holds it. */
function packagedSources(
  project: Pick<Project, 'root' | 'program'>,
  files: readonly string[],
): Readonly<Record<string, GitTree>> | undefined {
  const { installed } = project.program;
  if (installed === null || files[0] === undefined || !isPackaged(project, files[0])) return undefined;
  const paths = files.flatMap((file) => packagedPath(project, file) ?? []);
  return Object.fromEntries(paths.map((path) => [path, toGitTree(workingBlobId(installed, path) ?? '')]));
}

function whatDiffers(
  root: string,
  path: string,
  { id, mode }: { readonly id: string; readonly mode: string },
): 'link' | 'differs' | undefined {
  if (mode !== '100644' && mode !== '100755') return 'link';
  return workingBlobId(root, path, algorithmOf(id)) === id ? undefined : 'differs';
}

/** Undefined for a file that is not below the root. */
function pathInProject(root: string, file: string): string | undefined {
  const path = relative(root, resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

/** Text for a person; the one printer of these problems. */
export const uncommittedText = ({ file, found }: UncommittedFile): string => `${file}: ${foundText(found)}`;

function foundText(found: UncommittedFile['found']): string {
  const help = 'or pass --allow-dirty, which writes no lock';
  switch (found) {
    case 'outside':
      return `expected a manifest in the project, found one outside it\n  help: move it below \`manifests\` and commit it, ${help}`;
    case 'absent':
      return `expected a manifest that the current commit has, found one that git ignores or does not know\n  help: \`git add --force\` it and commit, ${help}`;
    case 'link':
      return `expected a manifest that is a file in the current commit, found a link\n  help: commit the file itself, ${help}`;
    case 'differs':
      return `expected the manifest as the current commit has it, found other bytes\n  help: commit it (\`git update-index --no-skip-worktree --no-assume-unchanged\` shows it to git again where it was hidden), ${help}`;
    default:
      return found satisfies never;
  }
}
