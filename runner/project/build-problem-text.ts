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
    case 'program-not-installed':
      return `expected the package reprise in ${shown(problem.folder)}, found none\n  help: \`npm ci\` installs what package-lock.json names`;
    case 'program-linked':
      return `expected an installed package in ${shown(problem.folder)}, found a link to a folder, whose content no lock file names\n  help: make an archive there with \`npm pack\`, and install that with \`npm install <archive>\``;
    case 'program-not-locked':
      return `expected the package reprise of package-lock.json (${problem.locked ?? 'which names none'}), found ${problem.found}\n  help: \`npm ci\` installs the locked one; to take the other, \`npm install <package>\` and commit package.json and package-lock.json`;
    case 'program-altered':
      return `expected the package ${shown(problem.folder)} as it was packed, found otherwise: ${named(problem.files)}\n  help: \`npm ci\` installs it anew; code of your own belongs below experiments/ of your project`;
    case 'module-name-taken':
      return `expected a name of its own for ${problem.path}, found that of ${problem.by}\n  help: give the file another name`;
    case 'module-name-wrong':
      return `expected a name of lower-case words joined by hyphens, found ${problem.path}\n  help: give the file such a name; what belongs to a module lies in the module's own folder`;
    case 'extension-failed':
      return `expected modules below experiments/ that load, found: ${problem.detail}\n  help: correct them; they import from \`reprise/method\`, \`reprise/space\`, \`reprise/task\`, files of modules of this project, and nothing else`;
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
