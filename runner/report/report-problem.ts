/** What can be wrong with a report that only the results show. */
import type { NoPoints } from './trajectory.ts';

/** Why the lines of a job's file cannot be rows. */
export type NoRows =
  /** `found`: the files of JSON lines that the job left. */
  | { readonly reason: 'no-such-file'; readonly file: string; readonly found: readonly string[] }
  /** A line has a field that is to be added to it. */
  | { readonly reason: 'field-taken'; readonly file: string; readonly field: string };

/** A setting that no result answers. `path`: of the report within the manifest; `job`: the first that was asked. */
export type ReportProblem = (NoPoints | NoRows) & { readonly path: string; readonly job: string };

/** Text for a person. */
export function reportProblemText(problem: ReportProblem): string {
  const { path, job } = problem;
  const place = `of ${job} (trajectory.jsonl)`;
  switch (problem.reason) {
    case 'no-such-phase':
      return `${path}.phase: expected a phase ${place}, one of ${listed(problem.found)}; found "${problem.phase}"`;
    case 'no-such-field':
      return `${path}: expected numbers ${place}, some of ${listed(problem.found)}; found "${problem.field}"`;
    case 'never-together':
      return `${path}: expected x and y in the same lines ${place}; found none that has both`;
    case 'no-such-file':
      return `${path}.file: expected an output of ${job}, one of ${listed(problem.found)}; found "${problem.file}"`;
    case 'field-taken':
      return `${path}: expected lines of ${job} (${problem.file}) without a field ${problem.field}, which is added; found one`;
    default:
      return problem satisfies never;
  }
}

const listed = (names: readonly string[]): string => names.join(', ') || 'none';
