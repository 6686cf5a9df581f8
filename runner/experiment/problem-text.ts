/** The one printer of what keeps an experiment from being opened, built or rerun. */
import { dataProblemText } from '../data/data-problem-text.ts';

import { renderProblems } from '../manifest/index.ts';
import type { BuildProblem } from '../project/build.ts';
import type { CodeProblem } from '../project/code-state.ts';
import type { InstallProblem } from '../rerun/worktree.ts';
import type { ExperimentProblem } from './experiment.ts';

/** Ends with a line break. */
export function experimentProblemsText(problems: readonly ExperimentProblem[]): string {
  return problems.map((problem) => `${experimentProblemText(problem)}\n`).join('');
}

function experimentProblemText(problem: ExperimentProblem): string {
  switch (problem.reason) {
    case 'manifest':
      return renderProblems(problem.problems).trimEnd();
    case 'code':
      return `error: ${codeProblemText(problem.problem)}`;
    case 'data':
      return `error: ${dataProblemText(problem.problem)}`;
    default:
      return problem satisfies never;
  }
}

export function codeProblemText(problem: CodeProblem): string {
  switch (problem.reason) {
    case 'no-commit':
      return `expected a git repository with a commit, found none in ${problem.root}\n  help: results are bound to a commit; run \`git init\` and commit your manifests`;
    case 'no-code-folder':
      return `expected the folder \`${problem.folder}\` in the commit, found none in ${problem.root}\n  help: job keys name the code that computes; commit the folder`;
    case 'no-lockfile':
      return `expected package.json and package-lock.json, found: ${problem.message}\n  help: job keys name the resolved packages; commit both files`;
    default:
      return problem satisfies never;
  }
}

export function buildProblemText(problem: BuildProblem | InstallProblem): string {
  const what = problem.reason === 'build-failed' ? 'the build of the worker' : 'the installation of packages';
  return `${what} failed\n${problem.output.trimEnd()}\n  help: \`npm ci\` installs the packages and builds`;
}
