/** Which stages can have which metrics. */
import { tasksFit } from '../../schemas/fit.ts';
import { metricParts } from '../../schemas/metrics.ts';
import type { StageView } from './manifest-view.ts';

/** Whether the jobs of a stage train an architecture that another stage found. */
export const trains = ({ kind }: Pick<StageView, 'kind'>): boolean => training.has(kind ?? '');

const tasks = Object.values(tasksFit);
const trainingOf = (of: readonly (typeof tasks)[number][]): ReadonlySet<string> =>
  new Set(of.flatMap(({ stages }) => stages.filter((kind) => kind !== 'search')));
const training = trainingOf(tasks);
/** What these measure is declared, by the manifest or by the task, and nothing besides. */
const declaring = trainingOf(
  tasks.filter(
    ({ data, metrics, measuresModels }) => data === 'files' || (metrics !== undefined && !measuresModels),
  ),
);

/** Whether jobs of a stage can have this metric. */
export function measures(stage: StageView, metric: string): boolean {
  const { group, moment, field } = metricParts(metric);
  if (moment !== null && !measuresAt(stage, moment, group)) return false;
  if (!hasField(stage, field)) return false;
  if (group === 'test') return trains(stage) && stage.measure !== 'validation';
  if (group === 'validation') return !(trains(stage) && stage.measure === 'test') || validatesAlways(stage);
  if (declaring.has(stage.kind ?? '')) return false;
  return !(searchOnly.has(group) && trains(stage));
}

/** What a kind of training measures and the other does not: images are told right from wrong, text has a perplexity, label maps an overlap. */
export const ownFields: ReadonlyMap<string, string> = new Map([
  ['train', 'errorPercent'],
  ['train-language', 'perplexity'],
  ['train-segmentation', 'miou'],
]);

/** Declared fields are anybody's. */
export function hasField({ kind = '' }: StageView, field: string): boolean {
  const own = ownFields.get(kind);
  return own === undefined || own === field || ![...ownFields.values()].includes(field);
}

/** Whether its jobs look at one of both splits, by `measure`, and never at the other. */
export const seesOneSplit = (stage: StageView): boolean => trains(stage) && !validatesAlways(stage);

/** A language model never trains on the validation text, which chooses its epoch; test text it sees at its end alone. */
const validatesAlways = ({ kind }: StageView): boolean => kind === 'train-language';

const measuresAt = (stage: StageView, moment: string, group: string): boolean =>
  stage.moments.includes(moment) && (group === 'validation' || (group === 'test' && !validatesAlways(stage)));

const searchOnly = new Set(['benchmark', 'correlation']);
