/** Definitions of the tasks, each with the data sets that hold what it reads. */
import { camel, map, refTo, requiredOf } from './settings.mjs';

const kindOf = (kind) => ({
  title: 'Task kind',
  description: 'What kind of problem it is.',
  const: kind,
});

/** @param dataSets names by what they hold */
export const taskDefinitions = (tasks, dataSets, settings) => ({
  task: {
    title: 'Task',
    description: 'What the networks learn.',
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: Object.keys(tasks).map((kind) => refTo(camel(kind))),
  },
  ...Object.fromEntries(
    Object.entries(tasks).map(([kind, task]) => [camel(kind), definition(kind, task, dataSets, settings)]),
  ),
});

function definition(kind, { description, data, written }, dataSets, settings) {
  const { settings: own, example } = written;
  const named = Object.entries(own).filter(([, setting]) => setting['x-data'] !== undefined);
  const plain = Object.entries(own).filter(([, setting]) => setting['x-data'] === undefined);
  return map(`Task ${kind}`, description, {
    required: ['kind', 'data', ...requiredOf(own)],
    own: {
      kind: kindOf(kind),
      data: { ...written.data, type: 'string', enum: dataSets[data], examples: [example.data] },
      ...settings.properties(Object.fromEntries(plain)),
      ...Object.fromEntries(named.map(([name, setting]) => [name, optionalData(setting, dataSets)])),
    },
    example: { kind, ...example },
  });
}

const optionalData = ({ title, description, 'x-data': held }, dataSets) => ({
  ...{ title, description, type: ['string', 'null'], enum: [...dataSets[held], null], default: null },
});
