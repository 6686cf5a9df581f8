/** Settings that several black-box methods have. */
import { count, notNegative, number, positive, type SettingsOf } from '../../schemas/setting.ts';

const logicalWorkers = count(
  'Logical workers',
  'Trials that run at a time on the logical clock. It changes results, unlike the number of real workers.',
  { default: 1 },
);

/**
 * When a search ends and how many trials run at a time on its logical clock. Durations come from the benchmark's recorded
 * times, or from epochs times multiply-adds where networks are trained.
 */
export const budget = {
  evaluations: count('Evaluations', 'Trials after which the search ends; 0 sets no such end.', {
    minimum: 0,
    default: 0,
  }),
  simulatedSeconds: notNegative(
    'Simulated seconds',
    'Logical time after which no trial starts; 0 sets no such end.',
    { default: 0, unit: 'seconds' },
  ),
  totalEpochs: count(
    'Total epochs',
    'Epochs that all trials together may take: the first trial that would go beyond them ends the search; 0 sets no such end.',
    { minimum: 0, default: 0, unit: 'epochs' },
  ),
  logicalWorkers,
};

export const halving = {
  eta: count('Eta', 'One in eta is promoted, and gets eta times the epochs.', { minimum: 2, default: 3 }),
  minEpochs: count('Fewest epochs', 'Budget of the lowest rung.', { unit: 'epochs' }),
  maxEpochs: count('Most epochs', 'Budget of the highest rung.', { unit: 'epochs' }),
};

/** Of the kernel densities of BOHB. */
export const densities = {
  topPercent: number('Top percent', 'Share of observations that count as good.', {
    exclusiveMinimum: 0,
    exclusiveMaximum: 100,
    default: 15,
    unit: 'percent',
  }),
  samples: count('Samples', 'Candidates drawn from the density of good ones.', { default: 64 }),
  randomFraction: number('Random fraction', 'Share of proposals drawn uniformly.', {
    minimum: 0,
    maximum: 1,
    default: 0.3333333333333333,
  }),
  bandwidthFactor: positive('Bandwidth factor', 'Widens the density that candidates are drawn from.', {
    default: 3,
  }),
  minBandwidth: positive('Least bandwidth', 'Floor of each bandwidth.', { default: 0.001 }),
};

/** Trials enough to see a method decide, in moments. */
export const tinyBudget = { evaluations: 3, logicalWorkers: 2 };
export const tinyHalving = { ...tinyBudget, eta: 2, minEpochs: 1, maxEpochs: 2 };

export type BudgetSettings = SettingsOf<typeof budget>;
