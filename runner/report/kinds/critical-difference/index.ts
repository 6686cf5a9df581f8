/** Which methods a test tells apart, by their average ranks over seeds (Demšar 2006). */
import { checkOneJobPerSeed } from '../../check/one-job-per-seed.ts';
import { defineSampleFigure } from '../../samples/sample-figure.ts';
import { criticalDifferencePlot } from './diagram.ts';
import { rankTest, rankTestJson, rankTestSchema } from './rank-test.ts';
import { rankText } from './rank-text.ts';

export const { reportKind: criticalDifference, render: renderCriticalDifference } = defineSampleFigure({
  kind: 'critical-difference',
  title: 'Critical-difference diagram',
  description:
    'A figure of the average ranks of the method variants over the seeds that all of them have. Bars join those that Friedman and Nemenyi tests do not tell apart.',
  example: { title: 'Average ranks by test error', metric: 'test.errorPercent', stage: 'evaluate' },
  check: (...asked) => checkOneJobPerSeed('a critical-difference report', ...asked),
  statistics: rankTest,
  schema: rankTestSchema,
  json: rankTestJson,
  text: rankText,
  plot: criticalDifferencePlot,
});
