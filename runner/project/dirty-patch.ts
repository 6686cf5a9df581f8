/**
 * The difference between the commit and the tree as a patch: the same bytes for every user, and one that applies.
 * Objects and index go into a scratch folder; the user's repository is only read.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { CodeState } from './code-state.ts';
import type { Git, GitCall, GitPlace } from './git.ts';
import type { GitProblem } from './git-problem.ts';

/** A bigger file that is not committed is data or a result, and no change of code. */
const mostUntrackedBytes = 2 ** 20;

export interface DirtyPatch {
  readonly patch: Uint8Array;
  readonly digest: Sha256;
}

export type PatchProblem =
  | GitProblem
  | { readonly reason: 'untracked-too-large'; readonly paths: readonly string[] }
  | { readonly reason: 'not-a-file'; readonly paths: readonly string[] };

interface Scratch {
  readonly git: Git;
  readonly place: GitPlace;
  readonly call: GitCall;
}

/** @param scratchRoot a folder for temporary files, which are removed however it ends. */
export async function makeDirtyPatch(
  git: Git,
  code: Pick<CodeState, 'commit' | 'head' | 'dirty'>,
  scratchRoot: string,
): Promise<Result<DirtyPatch, PatchProblem>> {
  const changed = code.dirty?.changed ?? [];
  const refused = refusal(git.root, changed, code.head);
  if (refused !== undefined) return fail(refused);
  const place = await git.place();
  if (!place.ok) return place;
  const folder = join(scratchRoot, `patch-${randomUUID()}`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    mkdirSync(join(folder, 'objects'), { recursive: true });
    const call = { env: scratchEnvironment(folder, place.value), network: true };
    return await patchOf({ git, place: place.value, call }, code, changed);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

const scratchEnvironment = (folder: string, { objects }: GitPlace): Record<string, string> => ({
  GIT_INDEX_FILE: join(folder, 'index'),
  GIT_OBJECT_DIRECTORY: join(folder, 'objects'),
  GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(objects),
});

/** The list is separated by colons, so a path that holds one is quoted. */
const quoted = (path: string): string =>
  path.includes(delimiter) || path.startsWith('"') ? JSON.stringify(path) : path;

function refusal(
  root: string,
  changed: readonly string[],
  head: CodeState['head'],
): PatchProblem | undefined {
  const stats = changed.map((path) => ({
    path,
    stat: lstatSync(join(root, path), { throwIfNoEntry: false }),
  }));
  const others = stats.filter(
    ({ path, stat }) =>
      stat !== undefined && !stat.isFile() && !stat.isSymbolicLink() && head.get(path)?.mode !== '160000',
  );
  if (others.length > 0) return { reason: 'not-a-file', paths: others.map(({ path }) => path) };
  const large = stats.filter(({ path, stat }) => !head.has(path) && (stat?.size ?? 0) > mostUntrackedBytes);
  return large.length > 0
    ? { reason: 'untracked-too-large', paths: large.map(({ path }) => path) }
    : undefined;
}

async function patchOf(
  scratch: Scratch,
  { commit, head }: Pick<CodeState, 'commit' | 'head'>,
  changed: readonly string[],
): Promise<Result<DirtyPatch, GitProblem>> {
  const { git, place, call } = scratch;
  const read = await git.run(['read-tree', commit], call);
  if (!read.ok) return read;
  const lines = await indexLines(scratch, changed, { commit, head });
  if (!lines.ok) return lines;
  const updated = await git.run(['update-index', '-z', '--index-info'], {
    ...call,
    cwd: place.top,
    input: lines.value.map((line) => `${line}\0`).join(''),
  });
  if (!updated.ok) return updated;
  const diff = await git.bytes(['diff-index', '--cached', '-p', ...form, commit], {
    ...call,
    cwd: place.top,
  });
  if (!diff.ok) return diff;
  const patch = withoutContextNames(diff.value);
  return ok({ patch, digest: sha256(patch) });
}

/** Every option that the user's configuration could answer otherwise. */
const form = [
  ...['--binary', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'],
  ...['--src-prefix=a/', '--dst-prefix=b/', '--unified=3', '--inter-hunk-context=0', '--no-relative'],
  ...['--diff-algorithm=myers', '--no-indent-heuristic', '--submodule=short', '--ignore-submodules=none'],
];

/** `mode id<tab>path` for each changed file as it lies there; a zero mode takes away what is gone. */
async function indexLines(
  scratch: Scratch,
  changed: readonly string[],
  { commit, head }: Pick<CodeState, 'commit' | 'head'>,
): Promise<Result<string[], GitProblem>> {
  const { git, place } = scratch;
  const none = ok('0'.repeat(commit.length));
  const lines: string[] = [];
  for (const path of changed) {
    const mode = modeOf(git.root, path, head);
    const id = mode === undefined ? none : await storeFile(scratch, path, mode);
    if (!id.ok) return id;
    lines.push(`${mode ?? '0'} ${id.value}\t${place.prefix}${path}`);
  }
  return ok(lines);
}

function modeOf(root: string, path: string, head: CodeState['head']): string | undefined {
  const file = join(root, path);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) return '120000';
  if (stat.isDirectory()) return head.get(path)?.mode;
  // Some file systems know no right to execute, or give it to all.
  const isExecutable = (statSync(file).mode & 0o100) !== 0;
  return isExecutable ? '100755' : '100644';
}

async function storeFile(
  { git, call }: Scratch,
  path: string,
  mode: string,
): Promise<Result<string, GitProblem>> {
  if (mode === '160000') return git.run(['rev-parse', 'HEAD'], { cwd: join(git.root, path) });
  if (mode === '120000') {
    const input = readlinkSync(join(git.root, path));
    return git.run(['hash-object', '-w', '--no-filters', '--stdin'], { ...call, input });
  }
  return git.run(['hash-object', '-w', '--no-filters', '--', path], call);
}

/** Behind the second `@@` git names the function around a hunk, by rules of the user's; nothing else begins so. */
function withoutContextNames(patch: Uint8Array): Uint8Array {
  const text = Buffer.from(patch).toString('latin1');
  return Buffer.from(text.replace(/^(@@ -\S+ \+\S+ @@).*$/gm, '$1'), 'latin1');
}
