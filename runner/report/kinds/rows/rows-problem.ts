/** Why the lines of a job's file cannot be rows. */
import { listed, type ReportProblem } from '../../report-problem.ts';

export type NoRows =
  /** `found`: the files of JSON lines that the job left. */
  | { readonly reason: 'no-such-file'; readonly file: string; readonly found: readonly string[] }
  /** A line has a field that is to be added to it. */
  | { readonly reason: 'field-taken'; readonly file: string; readonly field: string };

export type RowsProblem = ReportProblem & NoRows;

/** Text for a person. */
export function rowsProblemText(problem: RowsProblem): string {
  const { path, job } = problem;
  switch (problem.reason) {
    case 'no-such-file':
      return `${path}.file: expected an output of ${job}, one of ${listed(problem.found)}; found "${problem.file}"`;
    case 'field-taken':
      return `${path}: expected lines of ${job} (${problem.file}) without a field ${problem.field}, which is added; found one`;
    default:
      return problem satisfies never;
  }
}
