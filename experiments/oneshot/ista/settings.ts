/** Settings of ISTA-NAS. */
import {
  choice,
  count,
  notNegative,
  positive,
  type SettingsOf,
  withDefault,
} from '../../../schemas/setting.ts';
import { auxiliaryWeight, dropPath } from '../../task/image-classification/settings.ts';
import { architectureSteps, sharedWeights } from '../settings.ts';

export const settings = {
  ...sharedWeights,
  learningRate: withDefault(sharedWeights.learningRate, 0.1),
  ...architectureSteps,
  architectureLearningRate: withDefault(architectureSteps.architectureLearningRate, 0.0006),
  variant: choice(
    'Variant',
    '`two-stage` searches on a small network; `one-stage` on the target network with all training images, where architecture and weights settle together.',
    ['two-stage', 'one-stage'],
  ),
  images: choice(
    'Images',
    'One-stage: `all` trains on the validation images too, as in the paper, so that the search measures nothing.',
    ['all', 'training-part'],
  ),
  sparseness: count('Sparseness', 'Connections kept for each node.', { default: 2 }),
  projectionDimensions: count('Projection dimensions', 'Rows of each measurement matrix.', { default: 7 }),
  lassoPenalty: positive('LASSO penalty', 'Weight of the L1 norm in the recovery.', { default: 0.00001 }),
  solver: choice(
    'Solver',
    '`exact` solves the LASSO to its optimality conditions; `ista` runs shrinkage iterations.',
    ['exact', 'ista'],
  ),
  istaIterations: count('ISTA iterations', 'Iterations of the solver `ista`.', { default: 1000 }),
  freezeTolerance: notNegative(
    'Freeze tolerance',
    'One-stage: a node whose solution moved by at most this much in an epoch is frozen.',
    { default: 0.001 },
  ),
  finalEpochs: count('Final epochs', 'One-stage: epochs after all nodes are frozen.', { default: 600 }),
  auxiliaryWeight,
  dropPath,
  maxParameters: count(
    'Most parameters',
    'One-stage: a genotype whose network, extra normalisations included, has at least this many parameters is passed over; 0 passes over none.',
    { minimum: 0, default: 0 },
  ),
};

export type IstaNasSettings = SettingsOf<typeof settings>;
