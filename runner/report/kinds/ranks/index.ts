/** Whether the seed sets rank the methods alike. */
import { defineSampleFigure } from '../../samples/sample-figure.ts';
import { heatMap } from './heat-map.ts';
import { ranksText } from './ranks-text.ts';
import { setRanks, setRanksJson, setRanksSchema } from './set-ranks.ts';

export const { reportKind: ranks, render: renderRanks } = defineSampleFigure({
  kind: 'ranks',
  title: 'Rank heat map',
  description:
    'A figure of the rank that each seed set gives each method variant by the mean of a metric, with the average rank, and how far the sets agree.',
  example: { title: 'Ranks by test error', metric: 'test.errorPercent', stage: 'evaluate' },
  statistics: setRanks,
  schema: setRanksSchema,
  json: setRanksJson,
  text: ranksText,
  plot: heatMap,
});
