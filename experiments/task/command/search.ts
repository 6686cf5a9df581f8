/**
 * Searches in which a program of the user's own trains every trial. Time is logical: an epoch lasts a second. A trial that
 * continues another one finds the checkpoint that it left.
 */
import { keyedCommand } from '../../../schemas/command.ts';
import { contractProblemText } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import { type DeclaredScores, declareScores } from '../../method/declared-scores.ts';
import { budget } from '../../method/settings.ts';
import { searchByTraining } from '../black-box-search.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { resolvedTrial } from './settings.ts';

/** The output of a trial that another one continues, and the input that it becomes. */
const checkpoint = { output: 'checkpoint.tar', input: 'checkpoint' };

export async function searchWithCommand(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const { method, space } = job;
  if (!space.triedIn.some((kind) => kind === 'command'))
    return refuse(`The task command does not go with the space ${space.name}`);
  if (method.form !== 'black-box') {
    return refuse(`The method ${method.kind} does not go with the task command`);
  }
  const task = keyedCommand.read(job.task);
  if (!task.ok) return refuse(task.failures.map(contractProblemText).join('; '));
  const read = readSettings('method', { ...budget, trial: resolvedTrial }, job.settings);
  if (!read.ok) return read;
  const { trial: training, ...end } = read.value;
  return searchByTraining(method, job, end, {
    scores: scoresOf(task.value.metrics),
    training,
    // A method that draws parameter by parameter may propose what the space forbids.
    problem: (_, proposed) => space.validate(proposed)[0],
    seconds: (_, epochs) => epochs,
    inputs: ({ outputs }) => {
      const digest = outputs[checkpoint.output];
      return digest === undefined ? {} : { [checkpoint.input]: digest };
    },
  });
}

/** Those of validation, in the order of the manifest. */
function scoresOf(
  metrics: readonly { readonly name: string; readonly goal: 'minimize' | 'maximize' }[],
): DeclaredScores<string> {
  const scores = metrics
    .filter(({ name }) => name.startsWith('validation.'))
    .map(({ name, goal }) => ({
      ...{ name: name.slice('validation.'.length), goal },
      ...{ worst: goal === 'minimize' ? Infinity : -Infinity, unit: '', digits: 3 },
      splits: ['validation'] as const,
    }));
  const [first, ...others] = scores;
  if (first === undefined) throw new Error('Internal error: a task without metrics of validation');
  return declareScores(first, ...others);
}
