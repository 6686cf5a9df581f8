/** The one printer of what keeps an experiment from being opened, built or rerun. */
import { dataProblemText } from '../data/data-problem-text.ts';
import type { UnknownPart } from '../graph/restrict.ts';
import { renderProblems } from '../manifest/index.ts';
import { closest } from '../manifest-tree/suggest.ts';
import type { CodeProblem } from '../project/code-state.ts';
import type { PatchProblem } from '../project/dirty-patch.ts';
import { gitProblemText } from '../project/git-problem.ts';
import type { CommandProblem } from './command-tasks.ts';
import type { ExperimentProblem } from './experiment.ts';

/** Ends with a line break. */
export function experimentProblemsText(problems: readonly ExperimentProblem[]): string {
  return problems.map((problem) => `${experimentProblemText(problem)}\n`).join('');
}

function experimentProblemText(problem: ExperimentProblem): string {
  switch (problem.reason) {
    case 'manifest':
      return renderProblems(problem.problems).trimEnd();
    case 'unknown-part':
      return unknownPartText(problem);
    case 'code':
      return `error: ${codeProblemText(problem.problem)}`;
    case 'data':
      return `error: ${dataProblemText(problem.problem)}`;
    case 'command':
      return `error: ${commandProblemText(problem.problem)}`;
    default:
      return problem satisfies never;
  }
}

function commandProblemText(problem: CommandProblem): string {
  switch (problem.reason) {
    case 'no-declared-file':
      return `expected a file that \`task\` declares as ${problem.pattern}, found none in ${problem.root}\n  help: write its path from the project's folder; what git ignores is not declared code, and a link is no file`;
    case 'no-command-data':
      return `expected the data ${problem.name} at ${problem.path}, found nothing in ${problem.folders.join(' or ')}\n  help: put it into one of these folders, or correct \`task.data.${problem.name}\``;
    case 'odd-command-data':
      return `expected files and folders as the data ${problem.name}, found another thing: ${problem.path}\n  help: replace links by what they lead to`;
    default:
      return problem satisfies never;
  }
}

function unknownPartText({ name, methods, stages, seedSets }: UnknownPart): string {
  const meant = closest(name, [...methods, ...stages, ...seedSets]);
  const names = `methods ${methods.join(', ')}; stages ${stages.join(', ')}; seed sets ${seedSets.join(', ')}`;
  const help = meant === null ? 'pass one of these, or several --only' : `did you mean "${meant}"?`;
  return `error: wrong --only\n  expected a method, stage or seed set (${names}), found "${name}"\n  help: ${help}`;
}

export function codeProblemText(problem: CodeProblem): string {
  switch (problem.reason) {
    case 'git-missing':
    case 'git-no-repository':
    case 'git-no-commit':
    case 'git-elsewhere':
    case 'git-failed':
      return gitProblemText(problem);
    case 'no-sources':
      return `expected the source ${problem.missing}, found none in ${problem.root}\n  help: job keys name the code that computes; restore it with \`git checkout -- ${problem.missing}\``;
    case 'sources-not-files':
      return `expected regular files as sources, found others: ${problem.paths.join(', ')}\n  help: restore them with \`git checkout -- <path>\`, or remove them`;
    case 'sources-do-not-compile':
      return `expected sources that compile, found: ${problem.message}\n  help: correct them; \`npm run typecheck\` says more`;
    case 'no-code-folder':
      return `expected \`${problem.folder}\` in the commit, found none in ${problem.root}\n  help: job keys name the code that computes; commit it`;
    case 'no-lockfile':
      return `expected package.json and package-lock.json, found: ${problem.message}\n  help: job keys name the resolved packages; commit both files`;
    default:
      return problem satisfies never;
  }
}

export function patchProblemText(problem: PatchProblem): string {
  switch (problem.reason) {
    case 'git-missing':
    case 'git-no-repository':
    case 'git-no-commit':
    case 'git-elsewhere':
    case 'git-failed':
      return gitProblemText(problem);
    case 'untracked-too-large':
      return `expected uncommitted files of at most 1 MiB, since --allow-dirty keeps them with the results, found larger ones: ${problem.paths.join(', ')}\n  help: commit them, name them in .gitignore, or move them out of the project`;
    case 'not-a-file':
      return `expected regular files among the uncommitted changes, since --allow-dirty keeps them with the results, found others: ${problem.paths.join(', ')}\n  help: restore or remove them, or name them in .gitignore`;
    default:
      return problem satisfies never;
  }
}
