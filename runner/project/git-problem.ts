/** What keeps git from answering: told apart by git's own words, which every message passes on. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type GitProblem =
  /** The program was not found. */
  | { readonly reason: 'git-missing' }
  | { readonly reason: 'git-no-repository'; readonly folder: string }
  | { readonly reason: 'git-no-commit'; readonly folder: string }
  /** The repository says that its files lie elsewhere. */
  | { readonly reason: 'git-elsewhere'; readonly folder: string; readonly top: string }
  /** Git refused or failed, in its own words. */
  | {
      readonly reason: 'git-failed';
      readonly kind:
        | 'ownership'
        | 'index'
        | 'index-lock'
        | 'permission'
        | 'work-tree'
        | 'repository'
        | 'other';
      readonly folder: string;
      readonly command: string;
      readonly words: string;
    };

export interface GitFailure {
  readonly folder: string;
  readonly args: readonly string[];
  /** Code of the system error when git did not even start, such as `ENOENT`. */
  readonly systemCode: string | undefined;
  readonly stderr: string;
}

export function gitProblem({ folder, args, systemCode, stderr }: GitFailure): GitProblem {
  if (systemCode === 'ENOENT' && existsSync(folder)) return { reason: 'git-missing' };
  const words =
    stderr.trim() || (systemCode === undefined ? 'it said nothing' : `it did not start: ${systemCode}`);
  const noRepository = /not a git repository/.test(words);
  if (noRepository && !hasGitEntry(folder)) return { reason: 'git-no-repository', folder };
  if (/Needed a single revision|ambiguous argument 'HEAD|bad revision 'HEAD/.test(words)) {
    return { reason: 'git-no-commit', folder };
  }
  const kind = noRepository ? 'repository' : kindOf(words);
  return { reason: 'git-failed', kind, folder, command: `git ${args[0] ?? ''}`, words };
}

function kindOf(words: string): 'ownership' | 'index' | 'index-lock' | 'permission' | 'work-tree' | 'other' {
  if (/dubious ownership/.test(words)) return 'ownership';
  if (/index\.lock/.test(words)) return 'index-lock';
  if (/must be run in a work tree/.test(words)) return 'work-tree';
  if (/index file|bad signature|bad index|index uses|cache corrupt/.test(words)) return 'index';
  return /Permission denied|Operation not permitted/i.test(words) ? 'permission' : 'other';
}

/** A damaged repository calls itself none, but has its `.git` still. */
function hasGitEntry(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasGitEntry(parent);
}

/** What was expected, what was found, and on a second line what to do. Begins in lower case, without `error:`. */
export function gitProblemText(problem: GitProblem): string {
  switch (problem.reason) {
    case 'git-missing':
      return 'expected the program git, found none on the PATH\n  help: results are bound to commits; install git';
    case 'git-no-repository':
      return `expected a git repository with a commit, found none in ${problem.folder}\n  help: results are bound to a commit; run \`git init\` and commit your manifests`;
    case 'git-no-commit':
      return `expected a commit, found none yet in the repository of ${problem.folder}\n  help: results are bound to a commit; commit your manifests`;
    case 'git-elsewhere':
      return `expected ${problem.folder} to lie in the work tree of its repository, found that core.worktree names ${problem.top}\n  help: ${workTreeAdvice}`;
    case 'git-failed':
      return `expected an answer of \`${problem.command}\` in ${problem.folder}, found:\n${indented(problem.words)}\n  help: ${advice(problem)}`;
    default:
      return problem satisfies never;
  }
}

const workTreeAdvice =
  '`git config --show-origin --get-regexp "^core[.](worktree|bare)$"` shows the setting and its file; `git config --unset core.worktree` makes the folder of the repository its work tree again, `git config core.bare false` one of a bare repository';

const indented = (words: string): string =>
  words
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

function advice({ kind, folder, words }: Extract<GitProblem, { reason: 'git-failed' }>): string {
  switch (kind) {
    case 'ownership': {
      const named = /repository at '([^']+)'/.exec(words)?.[1] ?? folder;
      return `another user owns the repository; if you trust it: \`git config --global --add safe.directory ${named}\``;
    }
    case 'index':
      return 'the index is damaged; move the file `index` out of the git folder and run `git reset`, which makes it anew and keeps your files';
    case 'index-lock':
      return 'another git is at work here, or was killed; when none is, remove the file that git names';
    case 'permission':
      return 'give yourself the right to read and write the git folder and what it holds';
    case 'work-tree':
      return workTreeAdvice;
    case 'repository':
      return 'the repository is damaged or unreadable; `git status` says the same. Restore the git folder from another clone';
    case 'other':
      return '`git status` and `git fsck` say more';
    default:
      return kind satisfies never;
  }
}
