/** The one printer of what keeps a cell from being found. Every text ends with a line break. */
import { anyOf, closest } from '../manifest-tree/suggest.ts';
import type { CellPart, CellProblem } from './report-cell.ts';

/** @param id of the manifest. */
export function cellProblemText(problem: CellProblem, id: string): string {
  const { part, found, among } = problem;
  switch (problem.reason) {
    case 'no-such': {
      const meant = closest(found, among);
      const help =
        meant === null
          ? `\`reprise show ${id}\` prints the reports with their columns`
          : `did you mean "${meant}"?`;
      const expected = among.length === 0 ? `a manifest with reports` : `as ${part} ${anyOf(among)}`;
      return `error: expected ${expected}, found "${found}"\n  help: ${help}\n`;
    }
    case 'several':
      return `error: expected one ${part}, found ${among.length} that "${found}" means: ${among.join(', ')}\n  help: ${severalHelp(part, among)}\n`;
    default:
      return problem satisfies never;
  }
}

const severalHelp = (part: CellPart, [first = '']: readonly string[]): string =>
  part === 'report' ? `pass for example --report ${first}` : `name one, for example "${first}"`;
