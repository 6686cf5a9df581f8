/** With results, made to match wherever they can be. */
import { forgeResult } from '../forge-result.ts';
import {
  bestOf,
  evaluate,
  forgeMetric,
  lockAsStored,
  metricsOf,
  retrain,
  search,
  select,
  type Tampering,
} from './tampering.ts';

export const resultTamperings: readonly Tampering[] = [
  {
    how: 'a metric edited, with object, record, ids and journal made to match',
    named: 'integrity/agreement not met',
    act: (a) => forgeMetric(a, evaluate, 1),
  },
  {
    how: 'the same, with the lock made to match',
    named: 'integrity/reports not met',
    act: async (a) => {
      forgeMetric(a, evaluate, 1);
      await lockAsStored(a, evaluate);
    },
  },
  {
    how: 'a validation metric edited, with record and lock made to match, so that another cell would win',
    named: 'integrity/selection not met',
    act: async (a) => {
      const [loser] = [retrain, 'random/first/retrain/s2'].filter(
        (label) => metricsOf(a, label).validation.errorPercent !== bestOf(a),
      );
      forgeMetric(a, loser ?? retrain, 0.5, 'validation');
      await lockAsStored(a, loser ?? retrain);
    },
  },
  {
    how: 'a selected architecture swapped, with its record made to match',
    named: 'integrity/selection not met',
    act: (a) => forgeResult(a.project, select, 'architecture-0.json', '{"id":"mine"}\n'),
  },
  {
    how: 'an architecture swapped under the training that reads it',
    named: 'integrity/chain not met',
    act: (a) => forgeResult(a.project, search, 'architecture.json', '{"id":"mine"}\n'),
  },
  {
    how: 'a candidate measured on test',
    named: 'protocol/selection not met',
    act: (a) => {
      const metrics = metricsOf(a, retrain);
      forgeResult(
        a.project,
        retrain,
        'metrics.json',
        `${JSON.stringify({ ...metrics, test: { ...metrics.validation, split: 'test' } })}\n`,
      );
    },
  },
  {
    how: 'unequal budgets',
    named: 'protocol/equal-budgets not met',
    act: (a) => {
      const metrics = metricsOf(a, search);
      forgeResult(
        a.project,
        search,
        'metrics.json',
        `${JSON.stringify({ ...metrics, cost: { ...metrics.cost, multiplyAdds: 5e9 } })}\n`,
      );
    },
  },
  {
    how: 'fewer trials than declared',
    named: 'seeds/trials not met',
    act: (a) => {
      const metrics = metricsOf(a, search);
      forgeResult(
        a.project,
        search,
        'metrics.json',
        `${JSON.stringify({ ...metrics, cost: { ...metrics.cost, architectures: 1 } })}\n`,
      );
    },
  },
];
