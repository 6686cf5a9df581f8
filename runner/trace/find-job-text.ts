/** The one printer of what keeps a job from being found. Every text ends with a line break. */
import { experimentCall } from '../study/experiment-call.ts';
import type { FindJobProblem, JobCandidate } from './find-job.ts';

/** @param hasManifest whether the command has an option that names a manifest. */
export function findJobText(problem: FindJobProblem, hasManifest = true): string {
  switch (problem.reason) {
    case 'no-such-job': {
      const help =
        problem.suggestion === null
          ? '`reprise list` shows manifests, `reprise plan <id>` jobs; eight digits of an id are enough'
          : `did you mean "${problem.suggestion}"?`;
      return `error: expected the label, job key or artifact id of a job in the store, found nothing called "${problem.what}"\n  help: ${help}\n`;
    }
    case 'several-jobs':
      return (
        `error: expected the name of one job, found ${problem.candidates.length} called "${problem.what}":\n` +
        `${problem.candidates.map(candidateText).join('')}` +
        `  help: name one by its key${hasManifest ? ', or pass --manifest <id> and, where it has profiles, --profile <name>' : ''}\n`
      );
    case 'not-of-profile':
      return (
        `error: expected a job "${problem.what}" of the profile ${problem.profile}, found ${problem.candidates.length === 1 ? 'one that is' : 'only some that are'} of no such run:\n` +
        `${problem.candidates.map(candidateText).join('')}` +
        '  help: name one by its key, or leave out --profile\n'
      );
    case 'job-absent':
      return (
        `error: expected a job that was computed, found no result of ${problem.label} of ${problem.experiment.name}\n` +
        `  help: \`reprise run ${experimentCall(problem.experiment)}\` computes it\n`
      );
    case 'not-of-experiment': {
      const help =
        problem.suggestion === null
          ? '`reprise plan <id>` prints the labels'
          : `did you mean "${problem.suggestion}"?`;
      return `error: expected the label of a job of ${problem.experiment}, found "${problem.label}"\n  help: ${help}\n`;
    }
    default:
      return problem satisfies never;
  }
}

function candidateText({ label, key, experiments, at }: JobCandidate): string {
  const of = experiments.length === 0 ? 'in no latest run' : `of ${experiments.join(', ')}`;
  return `    ${key.slice(0, 12)}  ${label}  ${at}  ${of}\n`;
}
