/** Which stages can have which metrics. */
import { tasksFit } from '../../schemas/fit.ts';
import type { StageView } from './manifest-view.ts';

/** Whether the jobs of a stage train an architecture that another stage found. */
export const trains = ({ kind }: Pick<StageView, 'kind'>): boolean => training.has(kind ?? '');

const tasks = Object.values(tasksFit);
const trainingOf = (of: readonly (typeof tasks)[number][]): ReadonlySet<string> =>
  new Set(of.flatMap(({ stages }) => stages.filter((kind) => kind !== 'search')));
const training = trainingOf(tasks);
/** What these measure is declared, by the manifest or by the task, and nothing besides. */
const declaring = trainingOf(tasks.filter(({ data, metrics }) => data === 'files' || metrics !== undefined));

/** Whether jobs of a stage can have this metric: a job sees the validation or the test part, never both. */
export function measures(stage: StageView, metric: string): boolean {
  const [group = '', field] = metric.split('.');
  if (field === 'perplexity' && stage.kind === 'train') return false;
  if (field === 'errorPercent' && stage.kind === 'train-language') return false;
  if (group === 'test') return trains(stage) && stage.measure !== 'validation';
  if (group === 'validation') return !(trains(stage) && stage.measure === 'test');
  if (declaring.has(stage.kind ?? '')) return false;
  return !(searchOnly.has(group) && trains(stage));
}

const searchOnly = new Set(['benchmark', 'correlation']);
