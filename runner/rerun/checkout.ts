/**
 * A checkout of a commit with exactly its bytes: a repository of its own that borrows the objects of the project's. It is
 * in nobody's list of worktrees, runs no hook, no filter and no conversion of line ends, and is removed with its folder.
 */
import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { GitCommit } from '../../schemas/ids.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { algorithmOf } from '../build/sources.ts';
import { Git } from '../project/git.ts';
import type { GitProblem } from '../project/git-problem.ts';
import { unlessMissing } from '../util/system-error.ts';

/** Over the attributes of the commit, which may name filters and conversions. */
const plainBytes = '* -text -filter -ident -working-tree-encoding\n';

const settings: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.autocrlf', 'false'],
  ['core.fsmonitor', 'false'],
  ['core.sparseCheckout', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/**
 * @param folder a new one, to hold the checkout.
 * @returns the project's folder in the checkout.
 */
export async function checkOut(
  project: Git,
  commit: GitCommit,
  folder: string,
): Promise<Result<string, GitProblem>> {
  const place = await project.place();
  if (!place.ok) return place;
  const shallow = await project.run(['rev-parse', '--git-path', 'shallow']);
  if (!shallow.ok) return shallow;
  const { objects, prefix } = place.value;
  const present = await fetchMissing(project, commit);
  if (!present.ok) return present;
  const format = algorithmOf(commit);
  const init = ['-c', 'init.defaultBranch=main', 'init', '--quiet', '--template='];
  const made = await project.run([...init, `--object-format=${format}`, folder]);
  if (!made.ok) return made;
  borrow(folder, objects, resolve(project.root, shallow.value), prefix);
  const checkout = new Git(folder);
  const steps = [
    ...settings.map(([name, value]) => ['config', name, value]),
    ['update-ref', '--no-deref', 'HEAD', commit],
    ['read-tree', '--reset', '-u', commit],
  ];
  for (const step of steps) {
    const done = await checkout.run(step);
    if (!done.ok) return done;
  }
  return ok(join(folder, prefix));
}

/** A partial clone lacks files of other commits than its own; asking for them brings them. */
async function fetchMissing(project: Git, commit: GitCommit): Promise<Result<null, GitProblem>> {
  const promisors = await project.run(['config', '--get-regexp', '^remote\\..*\\.promisor$']);
  if (!promisors.ok) return ok(null);
  const files = await project.run(['ls-tree', '-r', '--full-tree', commit], { network: true });
  if (!files.ok) return files;
  const ids = files.value.split('\n').flatMap((line) => /^\d+ blob ([0-9a-f]+)\t/.exec(line)?.[1] ?? []);
  const input = `${ids.join('\n')}\n`;
  const asked = await project.run(['cat-file', '--batch-check'], { input, network: true });
  return asked.ok ? ok(null) : asked;
}

function borrow(folder: string, objects: string, shallow: string, prefix: string): void {
  const repository = join(folder, '.git');
  mkdirSync(join(repository, 'info'), { recursive: true });
  mkdirSync(join(repository, 'objects', 'info'), { recursive: true });
  writeFileSync(join(repository, 'objects', 'info', 'alternates'), `${objects}\n`);
  unlessMissing(() => copyFileSync(shallow, join(repository, 'shallow')));
  writeFileSync(join(repository, 'info', 'attributes'), plainBytes);
  // What a rerun adds to the checkout is no change of the commit.
  appendFileSync(join(repository, 'info', 'exclude'), `/${prefix}node_modules\n/${prefix}dist\n`);
}
