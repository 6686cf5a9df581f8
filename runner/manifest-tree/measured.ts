/** Which stages can have which metrics. */
import type { StageView } from './manifest-view.ts';

/** Whether the jobs of a stage train an architecture that another stage found. */
export const trains = ({ kind }: Pick<StageView, 'kind'>): boolean =>
  kind === 'train' || kind === 'train-language';

/** Whether jobs of a stage can have this metric: a job sees the validation or the test part, never both. */
export function measures(stage: StageView, metric: string): boolean {
  const [group = '', field] = metric.split('.');
  if (field === 'perplexity' && stage.kind === 'train') return false;
  if (field === 'errorPercent' && stage.kind === 'train-language') return false;
  if (group === 'test') return trains(stage) && stage.measure !== 'validation';
  if (group === 'validation') return !(trains(stage) && stage.measure === 'test');
  return !(searchOnly.has(group) && trains(stage));
}

const searchOnly = new Set(['benchmark', 'correlation']);
