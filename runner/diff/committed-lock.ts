/** `<id>@<commit>`: the lock of a manifest as a commit has it, wherever in the folder of manifests it lay then. */
import type { Lock } from '../../schemas/lock.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { parseLock } from '../lock/lock-file.ts';
import { Git } from '../project/git.ts';
import type { Project } from '../project/project.ts';
import { badLock, type EvidenceProblem, evidenceProblem } from './evidence-problem.ts';

/** @param revision anything that git calls a commit: an id, a branch, a tag, `HEAD~2`. */
export async function committedLock(
  project: Project,
  id: string,
  revision: string,
): Promise<Result<Lock, EvidenceProblem>> {
  const git = new Git(project.root);
  const commit = await git.run([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (!commit.ok)
    return fail(
      evidenceProblem(
        `expected a commit behind \`${id}@\`, found "${revision}", which this clone does not have`,
        '`git log --oneline` lists commits; `git fetch --all`, or in a shallow clone `git fetch --unshallow`, brings those of others',
      ),
    );
  const path = await lockPath(git, commit.value, id);
  const short = commit.value.slice(0, 12);
  if (path === undefined)
    return fail(
      evidenceProblem(
        `expected a lock of ${id} in commit ${short}, found none below \`manifests\``,
        `\`git log --oneline -- 'manifests/**.lock.json'\` lists the commits that changed a lock; \`reprise run ${id}\` writes one, to be committed with the manifest`,
      ),
    );
  const text = await git.run(['cat-file', 'blob', `${commit.value}:./${path}`]);
  const lock = parseLock(text.ok ? text.value : '', `${path} of commit ${short}`, id);
  return lock.ok ? lock : fail(badLock(lock.failures));
}

/** Its name may be another than the id: the lock says whose it is. */
async function lockPath(git: Git, commit: string, id: string): Promise<string | undefined> {
  const wanted = [
    'grep',
    '-l',
    '-z',
    '--no-textconv',
    '--fixed-strings',
    '-e',
    `"id": ${JSON.stringify(id)}`,
  ];
  const found = await git.run([...wanted, commit, '--', ':(glob)manifests/**/*.lock.json']);
  // Without any, git ends with an exit code.
  const [first] = found.ok ? found.value.split('\0') : [];
  return first === undefined || first === '' ? undefined : first.slice(commit.length + 1);
}
