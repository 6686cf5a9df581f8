/** What keeps a rerun from its results, in words; the one printer. */
import { contractProblemText } from '../../schemas/contract.ts';
import { differenceText } from '../lock/difference-text.ts';
import { buildProblemText } from '../project/build-problem-text.ts';
import { gitProblemText } from '../project/git-problem.ts';
import type { CommitProblem } from './find-commit.ts';
import type { InstallProblem } from './prepare.ts';
import type { RerunProblem } from './rerun.ts';

/** Ends with a line break; empty where everything was said already. */
export function rerunProblemText(problem: RerunProblem): string {
  switch (problem.reason) {
    case 'interrupted':
      return 'stopped; the same command continues where it stopped\n';
    case 'install-failed':
      return `${installProblemText(problem)}\n`;
    case 'git-missing':
    case 'git-no-repository':
    case 'git-no-commit':
    case 'git-elsewhere':
    case 'git-failed':
      return `error: ${gitProblemText(problem)}\n`;
    case 'build-absent':
    case 'build-changed':
    case 'build-unreadable':
    case 'build-failed':
    case 'wrong-packages':
    case 'foreign-packages':
    case 'sources-changed':
    case 'not-wanted':
    case 'program-not-installed':
    case 'program-linked':
    case 'program-not-locked':
    case 'program-altered':
    case 'module-name-taken':
    case 'module-name-wrong':
    case 'extension-failed':
      return `error: ${buildProblemText(problem)}\n`;
    case 'commit-absent':
      return `error: ${absentText(problem)}\n`;
    case 'commit-differs':
      return (
        `error: expected commit ${problem.commit.slice(0, 12)} as the lock describes it, found otherwise\n` +
        problem.differences
          .map((entry) => `    ${differenceText({ reason: 'other-source', ...entry })}\n`)
          .join('') +
        '  help: the lock was changed by hand or belongs to another history; restore it with git\n'
      );
    case 'run-refused':
      return problem.exitCode === 2
        ? ''
        : 'error: the runner of the locked commit ended without results; what it said is above\n  help: the same command continues with what was computed\n';
    case 'bad-result':
      return `error: expected results of the locked commit's runner in the form that this version reads, found otherwise: ${contractProblemText(problem.problem)}\n  help: --fresh forgets what earlier reruns left, should that be damaged; else rerun it with the version of Reprise in that commit\n`;
    case 'store-in-use':
      return 'error: expected no other rerun of this lock, found one at work, whose results --fresh would take away\n  help: wait for its end, or leave out --fresh\n';
    default:
      return problem satisfies never;
  }
}

function absentText({ commit, files, clone }: Extract<CommitProblem, { reason: 'commit-absent' }>): string {
  const wanted = `expected the locked commit ${commit}, or another with the locked code and the locked content of ${files.join(', ')}; found neither on any branch or tag of this clone`;
  switch (clone) {
    case 'shallow':
      return `${wanted}, which is shallow\n  help: \`git fetch --unshallow\` brings the rest of the history`;
    case 'with-remotes':
      return `${wanted}\n  help: fetch the branch that it is on (\`git fetch --all\`); if that branch is gone, \`reprise run\` computes the manifest of today and locks it anew`;
    case 'without-remotes':
      return `${wanted}\n  help: this clone has no remote to fetch it from; \`reprise run\` computes the manifest of today and locks it anew`;
    default:
      return clone satisfies never;
  }
}

function installProblemText(problem: InstallProblem): string {
  return `error: the installation of packages failed\n${problem.output.trimEnd()}\n  help: \`npm ci\` installs the packages and builds`;
}
