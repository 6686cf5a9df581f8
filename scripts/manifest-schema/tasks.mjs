/** Definitions of the tasks, each with the data sets that hold what it reads. */
import { camel, isOptional, map, refTo, requiredOf } from './settings.mjs';

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
  for (const [name, setting] of Object.entries(own)) {
    if (isOptional(setting)) settings.addMap(name, setting);
  }
  const named = Object.entries(own).filter(([, setting]) => setting['x-data'] !== undefined);
  const plain = Object.entries(own).filter(([, setting]) => setting['x-data'] === undefined);
  return map(`Task ${kind}`, description, {
    required: ['kind', ...(dataSets[data] === undefined ? [] : ['data']), ...requiredOf(own)],
    own: {
      kind: kindOf(kind),
      ...dataOf(data, written, dataSets),
      ...settings.properties(Object.fromEntries(plain)),
      ...Object.fromEntries(named.map(([name, setting]) => [name, optionalData(setting, dataSets)])),
    },
    example: { kind, ...example },
  });
}

/** The law of the key `data`; a task that reads none has no such key. */
function dataOf(data, written, dataSets) {
  if (data === 'none') return {};
  if (data === 'files') return { data: written.data };
  return { data: dataSet(written.data, dataSets[data], written.example.data) };
}

const dataSet = (words, names, example) => ({
  ...{ ...words, type: 'string', enum: names, examples: [example] },
});

const optionalData = ({ title, description, 'x-data': held }, dataSets) => ({
  ...{ title, description, type: ['string', 'null'], enum: [...dataSets[held], null], default: null },
});
