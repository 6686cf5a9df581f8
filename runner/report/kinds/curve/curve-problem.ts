/** Why no trajectory gives a line to draw. */
import { listed, type ReportProblem } from '../../report-problem.ts';
import type { NoPoints } from './trajectory.ts';

export type CurveProblem = ReportProblem & NoPoints;

/** Text for a person. */
export function curveProblemText(problem: CurveProblem): string {
  const { path, job } = problem;
  const place = `of ${job} (trajectory.jsonl)`;
  switch (problem.reason) {
    case 'no-such-phase':
      return `${path}.phase: expected a phase ${place}, one of ${listed(problem.found)}; found "${problem.phase}"`;
    case 'no-such-field':
      return `${path}: expected numbers ${place}, some of ${listed(problem.found)}; found "${problem.field}"`;
    case 'never-together':
      return `${path}: expected x and y in the same lines ${place}; found none that has both`;
    default:
      return problem satisfies never;
  }
}
