/** From a task as a project writes it to a module like any: its searches try architectures one by one, as jobs. */
import { declaredMetrics } from '../../../schemas/command.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { Result } from '../../../schemas/result.ts';
import { count, mapOfSettings, type Settings } from '../../../schemas/setting.ts';
import { validationValues } from '../../method/decision-log.ts';
import { type DeclaredScores, declareScores, type TaskScore } from '../../method/declared-scores.ts';
import { budget } from '../../method/settings.ts';
import { searchByTraining } from '../black-box-search.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob, TaskModule } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { decisionFields, failedTrials, incumbentFields, trialFields } from '../trajectories.ts';
import { measureOnce } from './measure-once.ts';
import type { OwnData, OwnScore, OwnTask } from './own-task.ts';

const epochs = {
  epochs: count('Epochs', 'How long to train: the budget of a trial.', { default: 1 }),
};

const words: Readonly<Record<OwnData, { readonly title: string; readonly description: string }>> = {
  images: { title: 'Data set', description: 'The images.' },
  text: { title: 'Corpus', description: 'The text.' },
  none: { title: 'Data', description: 'It reads none.' },
};
const examples: Readonly<Record<OwnData, string>> = { images: 'textures10', text: 'grammar', none: '' };

/** @throws TypeError when no score is of validation data. */
export function defineTask<
  const N extends string,
  const S extends Settings = Readonly<Record<never, never>>,
  const D extends OwnData = 'none',
>(own: OwnTask<N, S, D>): TaskModule {
  const { kind, description, spaces, data } = own;
  const [first, ...others] = own.scores.map(taskScore);
  if (first === undefined) throw new TypeError(`Expected a score of the task ${kind}, found none`);
  const scores = declareScores<string>(first, ...others);
  const training = { ...own.settings, ...epochs };
  const trial = mapOfSettings('Trial', 'How a trial is trained.', 'a map such as {epochs: 1}', training);
  return {
    ...{ kind, description, spaces, data, scores: scores.scores },
    metrics: declaredMetrics(writtenMetrics(own.scores)),
    written: { data: words[data], settings: {}, example: data === 'none' ? {} : { data: examples[data] } },
    trajectories: trajectoriesOf(scores),
    trial: { schema: trial, example: { epochs: 10 }, tiny: { epochs: 1 } },
    stage: {
      kind: `train-${kind}`,
      description: `Trains and measures architectures of an earlier stage, as the task ${kind} does.`,
      settings: training,
      example: { select: { metric: `validation.${scores.objectives[0].name}`, keep: 1 }, epochs: 10 },
    },
    progressUnit: () => 'trials',
    search: (job) => searchOwn(own.spaces, scores, { ...budget, trial }, job),
    train: (job) => measureOnce(own, training, job),
  };
}

const taskScore = ({ label: _, ...score }: OwnScore): TaskScore => ({
  ...score,
  worst: score.goal === 'minimize' ? Infinity : -Infinity,
});

/** As a task `command` writes them in its manifest. */
const writtenMetrics = (scores: readonly OwnScore[]): JsonObject =>
  Object.fromEntries(
    scores.flatMap(({ name, splits, label, goal, unit, digits }) =>
      splits.map((part) => {
        const words = label === undefined ? {} : { label: `${splitWords[part]} ${label}` };
        return [`${part}.${name}`, { goal, unit, digits, ...words }];
      }),
    ),
  );

const splitWords = { validation: 'Validation', test: 'Test' };

/** What the loop of searches writes of them. */
function trajectoriesOf({ objectives, score }: DeclaredScores<string>): TaskModule['trajectories'] {
  const none = Object.fromEntries(objectives.map(({ name }) => [name, Number.NaN]));
  const scored = Object.fromEntries(
    Object.keys(validationValues(score(none))).map((field) => [field, 'on validation data']),
  );
  return {
    'black-box': {
      score: { ...trialFields, ...scored },
      decision: { ...decisionFields, ...scored },
      incumbent: { ...incumbentFields, ...scored },
      ...failedTrials,
    },
    'weight-sharing': {},
    direct: {},
    stage: {},
  };
}

async function searchOwn(
  spaces: readonly string[],
  scores: DeclaredScores<string>,
  settings: typeof budget & { readonly trial: NonNullable<TaskModule['trial']>['schema'] },
  job: SearchJob,
): Promise<Result<Found, JobFailure>> {
  const { method, space } = job;
  const { kind } = job.task;
  if (!spaces.includes(space.name))
    return refuse(`The task ${kind} does not go with the space ${space.name}`);
  if (method.form !== 'black-box') {
    return refuse(`The method ${method.kind} does not go with the task ${kind}`);
  }
  const read = readSettings('method', settings, job.settings);
  if (!read.ok) return read;
  const { trial, ...end } = read.value;
  return searchByTraining(method, job, end, {
    scores,
    // Read by the schema that `defineTask` made.
    training: trial as JsonObject & { readonly epochs: number },
    // A method that draws parameter by parameter may propose what the space forbids.
    problem: (_, proposed) => space.validate(proposed)[0],
    // An epoch lasts a second on the logical clock.
    seconds: (_, epochs) => epochs,
  });
}
