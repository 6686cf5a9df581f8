/** All methods, the same cases. */
import { asha } from '../../../experiments/method/asha.ts';
import { bohb } from '../../../experiments/method/bohb.ts';
import { decoded } from '../../../experiments/method/decoded.ts';
import { hyperband, successiveHalving } from '../../../experiments/method/hyperband.ts';
import { bench1shot1Tuning } from '../../../experiments/method/hyperparameters.ts';
import { localSearch } from '../../../experiments/method/local-search.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { reinforce } from '../../../experiments/method/reinforce.ts';
import { tpe } from '../../../experiments/method/tpe.ts';
import { key } from '../../../experiments/rng/key.ts';
import { dartsCnnConfig } from '../../../experiments/space/darts-cnn/config.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { nasbench101Encoding } from '../../../experiments/space/nasbench101/config.ts';
import { nasbench101 } from '../../../experiments/space/nasbench101/space.ts';
import { neighbourhood, oneParameterChanges } from '../../../experiments/space/variation.ts';
import { describeMethod } from './describe-method.ts';

const genotypes = dartsCnn('without-none');
const cells = nasbench101();
const halving = { eta: 3, minEpochs: 4, maxEpochs: 108 };
const single = (seed: number) => ({ epochs: 108, key: key(seed) });
const budgets = [4, 12, 36, 108];
const model = {
  topPercent: 15,
  samples: 64,
  randomFraction: 1 / 3,
  bandwidthFactor: 3,
  minBandwidth: 0.3,
};

describeMethod('random search', {
  make: (seed) => randomSearch(genotypes, { ...single(seed), evaluated: 40 }),
  problems: genotypes.validate,
  ends: 40,
  epochs: [108],
});

describeMethod('regularised evolution', {
  make: (seed) =>
    regularizedEvolution(cells, { ...single(seed), population: 10, sample: 4, replacement: false }),
  problems: cells.validate,
  orderMatters: 'members age from when they are told',
  epochs: [108],
});

const encodingA = nasbench101Encoding('A');
describeMethod('regularised evolution of parameters, invalid ones included', {
  make: (seed) =>
    decoded(
      regularizedEvolution(oneParameterChanges(encodingA), {
        ...single(seed),
        population: 10,
        sample: 4,
        replacement: true,
      }),
      encodingA,
    ),
  orderMatters: 'members age from when they are told',
  epochs: [108],
});

describeMethod('local search', {
  make: (seed) => decoded(localSearch(neighbourhood(encodingA), single(seed)), encodingA),
  problems: cells.validate,
  epochs: [108],
});

const space1 = nasbench1shot1Config(1);
describeMethod('REINFORCE', {
  make: (seed) =>
    decoded(reinforce(space1, { ...single(seed), policyLearningRate: 0.1, baselineMomentum: 0.9 }), space1),
  problems: nasbench1shot1(1).validate,
  orderMatters: 'every score moves the policy',
  epochs: [108],
});

const genotypeConfig = dartsCnnConfig('without-none');
describeMethod('TPE', {
  make: (seed) =>
    decoded(
      tpe(genotypeConfig, { ...single(seed), startUpTrials: 20, gamma: 0.25, candidates: 24 }),
      genotypeConfig,
    ),
  problems: genotypes.validate,
  epochs: [108],
});

describeMethod('successive halving', {
  make: (seed) => successiveHalving(genotypes, { ...halving, configurations: 20, key: key(seed) }),
  problems: genotypes.validate,
  ends: 20 + 6 + 2 + 1,
  epochs: budgets,
});

describeMethod('Hyperband', {
  make: (seed) => hyperband(genotypes, { ...halving, brackets: 4, key: key(seed) }),
  problems: genotypes.validate,
  ends: 40 + 13 + 8 + 4,
  epochs: budgets,
});

describeMethod('ASHA', {
  make: (seed) => asha(genotypes, { ...halving, key: key(seed) }),
  problems: genotypes.validate,
  epochs: budgets,
});

describeMethod('BOHB over cells', {
  make: (seed) => decoded(bohb(space1, { ...halving, ...model, brackets: 4, key: key(seed) }), space1),
  problems: nasbench1shot1(1).validate,
  ends: 40 + 13 + 8 + 4,
  epochs: budgets,
});

const tuning = bench1shot1Tuning(3);
describeMethod('BOHB over meta-hyperparameters', {
  make: (seed) =>
    decoded(bohb(tuning, { ...model, eta: 2, minEpochs: 25, maxEpochs: 100, key: key(seed) }), tuning),
  problems: (values) =>
    Object.entries(values).flatMap(([name, value]) => (Number.isFinite(value) ? [] : [name])),
  epochs: [25, 50, 100],
});
