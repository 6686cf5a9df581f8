/** What code a run would compute with: the commit, whether the tree differs from it, and the code's identity. */
import { mkdirSync } from 'node:fs';
import { canonicalDigest, sha256 } from '../../schemas/canonical.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { GitCommit, GitTree, Sha256 } from '../../schemas/ids.ts';
import type { CodeIdentity } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { dependenciesDigest } from './dependencies.ts';
import type { Git, TreeState } from './git.ts';
import type { Project } from './project.ts';

export const codeFolders = ['experiments', 'schemas'] as const;

export interface CodeState {
  readonly commit: GitCommit;
  readonly code: CodeIdentity;
  /** Null when the tree is clean. */
  readonly dirty: {
    readonly changed: readonly string[];
    readonly patch: string;
    readonly digest: Sha256;
  } | null;
}

export type CodeProblem =
  | { readonly reason: 'no-commit'; readonly root: string }
  | { readonly reason: 'no-code-folder'; readonly folder: string; readonly root: string }
  | { readonly reason: 'no-lockfile'; readonly message: string };

/** What git says about the commit and the tree. */
export type HeadState = readonly [TreeState | undefined, readonly (GitTree | undefined)[]];

/** Never rejects, so it may be started early and awaited late: git answers while a manifest is read. */
export const readHead = (git: Git): Promise<HeadState> =>
  Promise.all([git.treeState(), git.treesOf('HEAD', codeFolders)]);

/**
 * @param workerDigest digest of a worker program that stands in for the built one; it then counts as a dependency,
 *   so that results of different workers never share a key.
 */
export async function readCodeState(
  project: Project,
  git: Git,
  [state, committed]: HeadState,
  engine: EngineName,
  workerDigest?: Sha256,
): Promise<Result<CodeState, CodeProblem>> {
  if (state === undefined) return fail({ reason: 'no-commit', root: project.root });
  const clean = state.changed.length === 0;
  mkdirSync(project.storeRoot, { recursive: true });
  const working = clean ? undefined : await git.workingTree(codeFolders, project.storeRoot);
  const identity = identify(project, working?.trees ?? committed, engine, workerDigest);
  if (!identity.ok) return identity;
  const dirty =
    working === undefined
      ? null
      : { changed: state.changed, patch: working.patch, digest: sha256(working.patch) };
  return ok({ commit: state.commit, code: identity.value, dirty });
}

function identify(
  project: Project,
  [experiments, schemas]: readonly (GitTree | undefined)[],
  engine: EngineName,
  workerDigest: Sha256 | undefined,
): Result<CodeIdentity, CodeProblem> {
  if (experiments === undefined || schemas === undefined) {
    const folder = experiments === undefined ? 'experiments' : 'schemas';
    return fail({ reason: 'no-code-folder', folder, root: project.root });
  }
  try {
    const locked = dependenciesDigest(project.root, engine);
    const dependencies = workerDigest === undefined ? locked : canonicalDigest([locked, workerDigest]);
    return ok({ experiments, schemas, dependencies });
  } catch (error) {
    return fail({ reason: 'no-lockfile', message: error instanceof Error ? error.message : String(error) });
  }
}
