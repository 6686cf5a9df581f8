/** What code a run would compute with: the commit, whether the tree differs from it, and each job's code identity. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import { type GitCommit, type Sha256, toGitTree } from '../../schemas/ids.ts';
import type { CodeTrees } from '../../schemas/record.ts';
import { codeParts, packageParts } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { readSources, sourceDigest } from '../build/sources.ts';
import { type CodeBase, CodeClosures } from './code-closures.ts';
import { changedContent, convertedContent } from './committed-content.ts';
import type { Git, TreeEntry } from './git.ts';
import type { GitProblem } from './git-problem.ts';
import { ownSources } from './own-modules.ts';
import { type Program, programOf } from './program.ts';
import { type CodeBaseProblem, readCodeBase } from './read-code-base.ts';

export interface CodeState {
  readonly commit: GitCommit;
  /** What the commit holds of the program. */
  readonly trees: CodeTrees;
  /** Of the sources as they lie in the folder. */
  readonly sources: Sha256;
  readonly base: CodeBase;
  readonly closures: CodeClosures;
  /** Tracked files of the commit, by path from the project's folder. */
  readonly head: ReadonlyMap<string, TreeEntry>;
  /** Null when the tree is clean. */
  readonly dirty: DirtyTree | null;
}

export interface DirtyTree {
  /** Paths that differ from the commit, lock files aside. */
  readonly changed: readonly string[];
  /** Those among them that git does not show: it was told not to look at them, or converts their line ends. */
  readonly hidden: readonly string[];
  /** Those among the hidden that differ in line ends alone. */
  readonly converted: readonly string[];
}

export type CodeProblem =
  | GitProblem
  | CodeBaseProblem
  | { readonly reason: 'no-code-folder'; readonly folder: string; readonly root: string };

interface CodeOptions {
  readonly program?: Program;
  readonly standIn?: Sha256 | null;
}

/** What git says about the commit and the tree. */
export type HeadState = Result<
  {
    readonly commit: GitCommit;
    readonly head: ReadonlyMap<string, TreeEntry>;
    readonly parts: ReadonlyMap<string, TreeEntry>;
    readonly status: readonly string[];
  },
  GitProblem
>;

/** Never rejects, so it may be started early and awaited late: git answers while a manifest is read. */
export async function readHead(git: Git): Promise<HeadState> {
  const commit = await git.headCommit();
  if (!commit.ok) return commit;
  const [head, parts, status] = await Promise.all([
    git.filesOf(commit.value),
    git.idsOf(commit.value, codeParts),
    git.statusPaths(),
  ]);
  if (!head.ok) return head;
  if (!parts.ok) return parts;
  if (!status.ok) return status;
  return ok({ commit: commit.value, head: head.value, parts: parts.value, status: status.value });
}

/**
 * @param root of the project. @param program where it is not the project itself.
 * @param standIn digest of a worker program that stands in for the built one; it then counts as a package, so that
 *   results of different workers never share a key.
 */
export async function readCodeState(
  root: string,
  state: HeadState,
  { program = programOf(root), standIn = null }: CodeOptions = {},
): Promise<Result<CodeState, CodeProblem>> {
  if (!state.ok) return state;
  const { commit, head, parts, status } = state.value;
  const trees = treesOf(root, program, parts);
  if (!trees.ok) return trees;
  const sources = readSources(program.root);
  const base = await readCodeBase(program, sources, standIn);
  if (!base.ok) return base;
  const isOwn = ownPaths(root, program);
  const blobs = Object.fromEntries(Object.entries(sources.blobs).filter(([path]) => isOwn(path)));
  const reached = Object.keys(base.value.graph.modules).filter(isOwn);
  const content = changedContent(root, head, blobs, reached);
  const changed = [...new Set([...status, ...content])].sort(byCodeUnit);
  const hidden = content.filter((path) => !status.includes(path));
  return ok({
    commit,
    trees: trees.value,
    sources: sourceDigest(sources),
    base: base.value,
    closures: new CodeClosures(base.value),
    head,
    dirty: changed.length === 0 ? null : { changed, hidden, converted: convertedContent(root, head, hidden) },
  });
}

/** Which sources of the program the project's own commit must hold; the others are the package's. */
function ownPaths(root: string, { installed }: Program): (path: string) => boolean {
  if (installed === null) return () => true;
  const own = new Set(ownSources(root));
  return (path) => own.has(path);
}

/** The lock file of packages says which package is installed; its folders are no concern of the project's commit. */
function treesOf(
  root: string,
  { installed }: Program,
  parts: ReadonlyMap<string, TreeEntry>,
): Result<CodeTrees, CodeProblem> {
  const wanted = installed === null ? codeParts : packageParts;
  const missing = wanted.find((part) => !parts.has(part));
  if (missing !== undefined) return fail({ reason: 'no-code-folder', folder: missing, root });
  const idOf = (part: string) => toGitTree(parts.get(part)?.id ?? '');
  const packages = { 'package.json': idOf('package.json'), 'package-lock.json': idOf('package-lock.json') };
  if (installed !== null) {
    return ok({ ...packages, ...(parts.has('experiments') ? { experiments: idOf('experiments') } : {}) });
  }
  return ok({
    experiments: idOf('experiments'),
    schemas: idOf('schemas'),
    runner: idOf('runner'),
    scripts: idOf('scripts'),
    ...packages,
  });
}
