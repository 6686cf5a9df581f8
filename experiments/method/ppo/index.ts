/**
 * The search of NASNet: a recurrent controller draws architectures, decision by decision, and proximal policy optimisation
 * moves it towards those that scored better than the moving average of those before.
 * Sources: Zoph et al. 2018, section 3 and appendix A; Schulman et al. 2017.
 */
import { count, notNegative, number, positive, probability } from '../../../schemas/setting.ts';
import { decoded } from '../decoded.ts';
import { defineBlackBox } from '../module.ts';
import { budget, tinyBudget } from '../settings.ts';
import { ppo } from './ppo.ts';

export const method = defineBlackBox({
  kind: 'ppo',
  description:
    'The controller of NASNet: a recurrent network that decides in turn, trained by proximal policy optimisation.',
  source: 'Zoph et al. 2018, section 3 and appendix A; Schulman et al. 2017',
  settings: {
    ...budget,
    units: count('Units', 'Of the one layer of the recurrent controller.', { default: 100 }),
    initialBound: positive('Initial bound', 'Weights of the controller start uniformly within this.', {
      default: 0.1,
    }),
    policyLearningRate: positive('Policy learning rate', 'Step size of Adam on the controller.', {
      default: 0.00035,
    }),
    policyBatch: count('Policy batch', 'Architectures in an update of the controller.', { default: 20 }),
    baselineMomentum: probability('Baseline momentum', 'Of the moving average of rewards.', {
      default: 0.95,
    }),
    entropyWeight: notNegative('Entropy weight', 'Of the entropy of decisions, which joins the objective.', {
      default: 0.00001,
    }),
    clipRange: number(
      'Clip range',
      'How far from 1 the ratio of probabilities counts. The paper does not say.',
      {
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.2,
        source: 'Schulman et al. 2017, table 1',
      },
    ),
    policyEpochs: count('Policy epochs', 'Steps on each batch of architectures. The paper does not say.', {
      default: 4,
    }),
  },
  example: { evaluations: 20000 },
  tiny: { ppo: { ...tinyBudget, evaluations: 4, units: 4, policyBatch: 2, policyLearningRate: 0.1 } },
  propose: (settings, { config }, options) => decoded(ppo(config, { ...settings, ...options }), config),
});
