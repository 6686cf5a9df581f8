/**
 * Neural architecture search with reinforcement learning: a recurrent controller writes architectures down, decision by
 * decision, and REINFORCE moves it, with its parameters on a server that many replicas share.
 */
import { choice, count, positive, probability } from '../../../schemas/setting.ts';
import { decoded } from '../decoded.ts';
import { defineBlackBox } from '../module.ts';
import { budget, tinyBudget } from '../settings.ts';
import { nasRl } from './nas-rl.ts';

export const method = defineBlackBox({
  kind: 'nas-rl',
  description:
    'The controller of neural architecture search with reinforcement learning: a recurrent network with anchor points, trained by REINFORCE on a parameter server.',
  source: 'Zoph and Le 2017, sections 3 and 4',
  settings: {
    ...budget,
    units: count('Units', 'Of each layer of the recurrent controller.', { default: 35 }),
    controllerLayers: count('Controller layers', 'Layers of long short-term memory.', { default: 2 }),
    initialBound: positive('Initial bound', 'Weights of the controller start uniformly within this.', {
      default: 0.08,
    }),
    policyLearningRate: positive(
      'Policy learning rate',
      'Step size of Adam on the controller; 0.0005 for language models.',
      { default: 0.0006 },
    ),
    baselineMomentum: probability(
      'Baseline momentum',
      'Of the moving average of rewards. The paper does not say.',
      { default: 0.95 },
    ),
    rewardExponent: positive(
      'Reward exponent',
      'The reward is the accuracy to this power; of a score without a worst value, such as perplexity, `rewardScale` over its power, for which the paper has 2.',
      { default: 3 },
    ),
    rewardScale: positive('Reward scale', 'Of rewards for scores without a worst value.', { default: 80 }),
    initialLayers: count(
      'Initial layers',
      'Of the first architectures, up to the most of the space. It and the next two mean something where layers are joined by anchor points, as in `nas-conv`.',
      { default: 6 },
    ),
    layersStep: count('Layers step', 'That join every `layersEvery` architectures.', {
      minimum: 0,
      default: 2,
    }),
    layersEvery: count('Layers every', 'Architectures after which layers join; 0 for never.', {
      minimum: 0,
      default: 1600,
      unit: 'architectures',
    }),
    shards: count('Shards', 'Of the parameter server. Their number changes no result.', { default: 20 }),
    replicas: count('Replicas', 'Of the controller, each with parameters as it last fetched them.', {
      default: 100,
    }),
    children: count(
      'Children',
      'Architectures that a replica samples before it sends a gradient. All at a time need `logicalWorkers` of replicas x children.',
      { default: 8 },
    ),
    gradientsPerUpdate: count('Gradients per update', 'That the server gathers; 10 for language models.', {
      default: 1,
    }),
    policy: choice(
      'Policy',
      '`uniform` draws every decision alike and learns nothing: random search over architectures of the same depths.',
      ['controller', 'uniform'],
    ),
  },
  example: { evaluations: 12800, logicalWorkers: 800 },
  tiny: {
    'nas-rl': {
      ...{ ...tinyBudget, evaluations: 4, units: 4, policyLearningRate: 0.1, initialLayers: 2 },
      ...{ layersStep: 1, layersEvery: 2, shards: 3, replicas: 2, children: 1, gradientsPerUpdate: 2 },
    },
  },
  propose: (settings, { config }, options) => decoded(nasRl(config, { ...settings, ...options }), config),
});
