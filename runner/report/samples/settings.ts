/** Settings of the kinds that look at the values of one metric, seed by seed. */
import { line, metric, stage } from '../settings/shared.ts';

export const sampleSettings = {
  metric,
  stage: stage('The stage whose jobs measure it.', 'evaluate'),
  label: line('Label', 'Without it, the name of the metric in words.'),
};
