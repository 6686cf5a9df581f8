/** The one printer of what is wrong with installed packages. */
import type { PackageProblem } from './packages.ts';

/** All of them as one message, without `error:`. */
export function packageProblemsText(problems: readonly PackageProblem[]): string {
  const shown = problems.slice(0, 5).map((problem) => `\n    ${line(problem)}`);
  const more = problems.length > 5 ? `\n    and ${problems.length - 5} more` : '';
  const helps = [...new Set(problems.map(advice))].map((help) => `\n  help: ${help}`);
  return `expected the packages that package-lock.json names, found others:${shown.join('')}${more}${helps.join('')}`;
}

const line = ({ path, detail }: PackageProblem): string => `${path}: ${detail}`;

function advice({ path, reason }: PackageProblem): string {
  switch (reason) {
    case 'package-absent':
    case 'package-of-other-version':
    case 'package-changed':
    case 'package-not-locked':
      if (!/^(?:\.\.\/)*node_modules\//.test(path))
        return `remove the folder ${path}: no job key names what it holds`;
      return '`npm ci` installs the packages anew; job keys name the locked ones, so no others may compute';
    case 'pin-outdated':
    case 'pins-unreadable':
      return 'after a change of package-lock.json: `npm ci --ignore-scripts`, then `npm run pin-packages`, which writes packages.digest.json; commit it';
    default:
      return reason satisfies never;
  }
}
