/** Definitions of the stages: the search, and for each task that trains the stage that trains what was found. */
import { camel, map, refTo, requiredOf } from './settings.mjs';

const kindOf = (kind) => ({ title: 'Stage kind', description: 'What the stage does.', const: kind });

const from = {
  title: 'Source stage',
  description: 'The stage whose architectures are trained.',
  type: 'string',
  examples: ['search'],
};
const measure = {
  title: 'Measured split',
  description:
    '`validation` trains on the training part and measures on the validation part; `test` trains on all training images (of text: the training text) and measures on the test part.',
  type: 'string',
  enum: ['validation', 'test'],
};
const seeds = refTo('stageSeeds');
const training = { from, select: refTo('selection'), seeds, measure };
const final = {
  from: 'search',
  select: { metric: 'validation.errorPercent', keep: 1 },
  seeds: { count: 10 },
  measure: 'test',
  epochs: 600,
};

const search = map('Stage search', 'Runs the methods. Each job finds one architecture.', {
  required: ['kind', 'seeds'],
  own: { kind: kindOf('search'), seeds },
  example: { kind: 'search', seeds: 'each' },
});

export function stageDefinitions(tasks, settings) {
  const stages = Object.values(tasks).flatMap(({ stage }) => (stage === null ? [] : [stage]));
  return {
    stage: {
      title: 'Stage',
      description: 'One step of the experiment.',
      type: 'object',
      required: ['kind'],
      discriminator: { propertyName: 'kind' },
      oneOf: ['search', ...stages.map(({ kind }) => kind)].map((kind) => refTo(`${camel(kind)}Stage`)),
    },
    searchStage: search,
    ...Object.fromEntries(
      stages.map((stage) => [`${camel(stage.kind)}Stage`, trainingStage(stage, settings)]),
    ),
  };
}

const trainingStage = ({ kind, description, settings: own, example }, settings) =>
  map(`Stage ${kind}`, description, {
    required: ['kind', 'from', 'seeds', 'measure', ...requiredOf(own)],
    own: { kind: kindOf(kind), ...training, ...settings.properties(own) },
    example: { kind, ...final, ...example },
  });
