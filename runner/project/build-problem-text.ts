/** The one printer of what is wrong with a build. */
import { relative } from 'node:path';
import { packageProblemsText } from '../build/package-problem-text.ts';
import type { BuildProblem } from './build.ts';

/** Without `error:`; the first line says what was expected and found, the last what to do. */
export function buildProblemText(problem: BuildProblem): string {
  switch (problem.reason) {
    case 'build-absent':
      return `expected a build in ${shown(problem.folder)}, found none\n  help: \`npm run build\` makes it`;
    case 'build-changed':
      return `expected the build ${shown(problem.folder)} as it was made, found other bytes in ${named(problem.files)}\n  help: \`npm run build\` makes it anew; results must come from the code that their keys name`;
    case 'build-unreadable':
      return `expected a build in ${shown(problem.folder)}, found one that cannot be read: ${problem.detail}\n  help: \`npm run build\` makes it anew`;
    case 'build-failed':
      return `the build failed\n${problem.output.trimEnd()}`;
    case 'wrong-packages':
      return packageProblemsText(problem.problems);
    case 'foreign-packages':
      return `expected nothing but sources among the sources, found what changes the meaning of their imports: ${named(problem.paths)}\n  help: remove it; packages are those of package-lock.json, in the project's own folder`;
    case 'sources-changed':
      return 'expected sources that stay as they are while a run starts, found that they changed\n  help: run again';
    case 'not-wanted':
      return 'the build was left out';
    default:
      return problem satisfies never;
  }
}

const named = (files: readonly string[]): string =>
  files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');

const shown = (folder: string): string => {
  const path = relative(process.cwd(), folder);
  return path === '' || path.startsWith('..') ? folder : path;
};
