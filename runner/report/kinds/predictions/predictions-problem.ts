/** Why what a job left is no picture of its predictions. */
import { predictionsName } from '../../../../schemas/predictions.ts';
import { listed, type ReportProblem } from '../../report-problem.ts';

export type NoPictures =
  /** `found`: the files that the job left. */
  | { readonly reason: 'no-pictures'; readonly found: readonly string[] }
  /** `message`: what is wrong with them, as a clause. */
  | { readonly reason: 'broken-pictures'; readonly message: string }
  /** Another job shows other images, or other classes. */
  | { readonly reason: 'other-images'; readonly other: string };

export type PredictionsProblem = ReportProblem & NoPictures;

/** Text for a person. */
export function predictionsProblemText(problem: PredictionsProblem): string {
  const { path, job } = problem;
  switch (problem.reason) {
    case 'no-pictures':
      return `${path}.stage: expected an output ${predictionsName} of ${job}, as trainings of semantic-segmentation leave it; found ${listed(problem.found)}`;
    case 'broken-pictures':
      return `${path}: expected pictures of ${job} that can be read; ${problem.message}`;
    case 'other-images':
      return `${path}: expected pictures of the same images and classes of all methods; those of ${job} differ from those of ${problem.other}`;
    default:
      return problem satisfies never;
  }
}
