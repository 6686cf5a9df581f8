/** Definitions of the methods: for each the forms that it has in the tasks, and for each task which form is meant. */
import { camel, map, refTo, requiredOf } from './settings.mjs';

const kindOf = (kind) => ({ title: 'Method kind', description: 'Which method.', const: kind });

const matrix = {
  title: 'Matrix',
  description:
    'A grid of settings: the method runs once for every combination of the listed values, which take the place of the value outside the matrix. The last name varies fastest.',
  type: 'object',
  default: {},
  examples: [{ learningRate: [0.025, 0.1], epochs: [50, 150] }],
};
const grid = {
  title: 'Values',
  description: 'The values that a setting takes in turn.',
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  'x-expected': 'a list of at least one value',
};

/** @param tasks names, each of which gets a choice between the methods */
export function methodDefinitions(methods, tasks, settings) {
  const named = methods.map((method) => ({ method, byTask: namesByTask(method, settings) }));
  const choices = tasks.map((task) => {
    const names = named.map(({ byTask }) => byTask.get(task) ?? [...byTask.values()][0]);
    return [methodsIn(task), choice(names)];
  });
  const forms = named.flatMap(({ method, byTask }) =>
    method.forms.flatMap((form) => formDefinitions(method, form, byTask.get(form.task), settings)),
  );
  return { ...Object.fromEntries([...choices, ...forms]), matrix, grid };
}

/** Name of the choice between the methods, as a task knows them. */
export const methodsIn = (task) => `${camel(task)}Method`;

/** The law of a manifest's methods: that of its task, and where it names no task, that of the first. */
export function methodsByTask([first, ...others]) {
  const methods = (task) => ({ properties: { methods: { additionalProperties: refTo(methodsIn(task)) } } });
  return others.reduceRight(
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    (otherwise, task) => ({ if: isTask(task), then: methods(task), else: otherwise }),
    methods(first),
  );
}

const isTask = (task) => ({
  type: 'object',
  required: ['task'],
  properties: {
    task: { type: 'object', required: ['kind'], properties: { kind: { const: task } } },
  },
});

function choice(names) {
  return {
    title: 'Method',
    description: 'A search method and its meta-hyperparameters.',
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: names.map(refTo),
  };
}

/** Forms with the same settings share a definition, under the method's name where all of them do. */
function namesByTask({ kind, forms }, settings) {
  const isSingle = areEqual(forms.map((form) => settings.properties(form.settings)));
  return new Map(forms.map(({ task }) => [task, camel(isSingle ? kind : `${kind}-${task}`)]));
}

const areEqual = (values) => new Set(values.map((value) => JSON.stringify(value))).size === 1;

function formDefinitions({ kind, description, source, forms }, form, name, settings) {
  const isSingle = areEqual(forms.map((each) => settings.matrix(each.settings)));
  const matrixName = `${isSingle ? camel(kind) : name}Matrix`;
  const own = {
    kind: kindOf(kind),
    ...settings.properties(form.settings, refTo(methodsIn(form.task))),
    matrix: refTo(matrixName),
  };
  const sentence = source === undefined ? description : `${description} Source: ${source}.`;
  const required = ['kind', ...requiredOf(form.settings)];
  const definition = map(`Method ${kind}`, sentence, { required, own, example: { kind, ...form.example } });
  const properties = settings.matrix(form.settings);
  return [
    [name, definition],
    [matrixName, { ...refTo('matrix'), additionalProperties: false, properties }],
  ];
}
