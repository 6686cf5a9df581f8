/** Where the spread of each method comes from. */
import { defineSampleFigure } from '../../samples/sample-figure.ts';
import { componentsJson, componentsSchema, rowComponents } from './components.ts';
import { variancePlot } from './variance-plot.ts';
import { varianceText } from './variance-text.ts';

export const { reportKind: variance, render: renderVariance } = defineSampleFigure({
  kind: 'variance',
  title: 'Variance components',
  description:
    'A figure of how much of the spread of a metric comes from the seed set, the search within it and the evaluation within that: one bar for each method variant.',
  example: { title: 'Where the spread comes from', metric: 'test.errorPercent', stage: 'evaluate' },
  statistics: rowComponents,
  schema: componentsSchema,
  json: componentsJson,
  text: varianceText,
  plot: variancePlot,
});
