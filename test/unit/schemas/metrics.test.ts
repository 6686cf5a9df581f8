import { describe, expect, it } from 'vitest';
import { metricRows } from '../../../runner/trace/job-content.ts';
import {
  finalMetric,
  type JobMetrics,
  metricInfo,
  metricParts,
  readMetric,
} from '../../../schemas/metrics.ts';

const metrics: JobMetrics = {
  test: { split: 'test', examples: 10, errorPercent: 3, loss: 0.5 },
  earlier: { early: { epoch: 100, test: { split: 'test', examples: 10, errorPercent: 8, loss: 0.7 } } },
  model: { parameters: 2_000_000, multiplyAdds: 5 },
};

describe('a metric at a moment of a training', () => {
  it('is read where the moment is, and the one of the end beside it', () => {
    expect(readMetric(metrics, 'test.early.errorPercent')).toBe(8);
    expect(readMetric(metrics, 'test.errorPercent')).toBe(3);
    expect(readMetric(metrics, 'test.late.errorPercent')).toBeUndefined();
    expect(readMetric(metrics, 'validation.early.errorPercent')).toBeUndefined();
    expect(readMetric(metrics, 'model.parameters')).toBe(2_000_000);
  });

  it('has the parts of its name, and is shown as at the end', () => {
    expect(metricParts('test.early.loss')).toEqual({ group: 'test', moment: 'early', field: 'loss' });
    expect(metricParts('test.loss')).toEqual({ group: 'test', moment: null, field: 'loss' });
    expect(finalMetric('test.early.loss')).toBe('test.loss');
    expect(finalMetric('model.early.parameters')).toBe('model.early.parameters');
    const { label, ...shown } = metricInfo('test.early.errorPercent');
    expect(label).toBe('Test error, early');
    expect(metricInfo('test.errorPercent')).toMatchObject(shown);
  });

  it('is among the numbers of a record', () => {
    expect(metricRows(metrics).map(([name, value]) => `${name} ${value}`)).toEqual([
      'test.errorPercent 3.00 %',
      'test.loss 0.500 nats',
      'model.parameters 2.000 M',
      'model.multiplyAdds 0.00 M',
      'test.early.errorPercent 8.00 %',
      'test.early.loss 0.700 nats',
    ]);
  });
});
