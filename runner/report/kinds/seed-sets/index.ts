/** Whether seed sets agree, to the eye: every value, set by set. */
import { defineSampleFigure } from '../../samples/sample-figure.ts';
import { setStatistics, setStatisticsJson, setStatisticsSchema } from './set-statistics.ts';
import { stripPlot } from './strip-plot.ts';
import { stripText } from './strip-text.ts';

export const { reportKind: seedSets, render: renderSeedSets } = defineSampleFigure({
  kind: 'seed-sets',
  title: 'Strip plot of seed sets',
  description:
    'A figure of every value of a metric, one strip for each method variant and seed set, with the mean of each strip and, where it has five values, the 95 % interval of the mean.',
  example: { title: 'Test error by seed set', metric: 'test.errorPercent', stage: 'evaluate' },
  statistics: setStatistics,
  schema: setStatisticsSchema,
  json: setStatisticsJson,
  text: stripText,
  plot: stripPlot,
});
