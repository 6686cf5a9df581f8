import type { StageView } from './manifest-view.ts';

/** Whether jobs of a stage can have this metric: a job sees the validation or the test images, never both. */
export function measures({ kind, measure }: StageView, metric: string): boolean {
  if (metric.startsWith('test.')) return kind === 'train' && measure !== 'validation';
  return !(metric.startsWith('validation.') && kind === 'train' && measure === 'test');
}
