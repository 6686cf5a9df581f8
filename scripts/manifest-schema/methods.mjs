/** Definitions of the methods: for each the forms that it has in the tasks, and for each task which form is meant. */
import { camel, map, refTo, requiredOf } from './settings.mjs';

const kindOf = (kind) => ({ title: 'Method kind', description: 'Which method.', const: kind });

const dottedPath = '^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+$';

const matrix = {
  title: 'Matrix',
  description:
    'A grid of settings: the method runs once for every combination of the listed values, which take the place of the value outside the matrix. The last name varies fastest.',
  type: 'object',
  default: {},
  examples: [
    { learningRate: [0.025, 0.1], epochs: [50, 150] },
    { 'task.trainPortion': [0.5, 0.9], 'stages.evaluate.weightDecay': [0.0003, 0.001] },
  ],
};
const grid = {
  title: 'Values',
  description: 'The values that a setting takes in turn.',
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  'x-expected': 'a list of at least one value',
};

const methodLabel = {
  title: 'Label',
  description:
    'What reports call the method. `{name}` stands for the value that the matrix gives to that name; without one, all of them follow the label.',
  type: ['string', 'null'],
  pattern: String.raw`^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$`,
  maxLength: 120,
  'x-expected': 'one line of text, at most 120 characters',
  default: null,
  examples: ['DARTS ({order} order)'],
};
const valueLabels = {
  title: 'Value labels',
  description: 'What reports call the values of the matrix: for a name of the matrix, from value to text.',
  type: 'object',
  default: {},
  additionalProperties: { type: 'object', additionalProperties: { type: 'string', maxLength: 120 } },
  examples: [{ order: { first: '1st', second: '2nd' } }],
};

const methodSeedSets = {
  title: 'Seed sets of the method',
  description:
    'Seeds of its own, under names of seed sets of the manifest, in which alone it then runs. Without any, those of the manifest.',
  type: 'object',
  default: {},
  propertyNames: refTo('name'),
  additionalProperties: refTo('seedSet'),
  examples: [{ first: [1] }],
};
const skippedStages = {
  title: 'Skipped stages',
  description:
    'Stages that do not run for this method. What takes architectures from one of them takes those that it would have been given.',
  type: 'array',
  uniqueItems: true,
  items: refTo('name'),
  default: [],
  'x-expected': 'a list of stages',
  examples: [['retrain']],
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
  return {
    ...Object.fromEntries([...choices, ...forms]),
    ...{ matrix, grid, methodLabel, valueLabels, methodSeedSets, skippedStages },
  };
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
    label: refTo('methodLabel'),
    valueLabels: refTo('valueLabels'),
    seedSets: refTo('methodSeedSets'),
    skip: refTo('skippedStages'),
  };
  const sentence = source === undefined ? description : `${description} Source: ${source}.`;
  const required = ['kind', ...requiredOf(form.settings)];
  const definition = map(`Method ${kind}`, sentence, { required, own, example: { kind, ...form.example } });
  const properties = settings.matrix(form.settings);
  return [
    [name, definition],
    [
      matrixName,
      {
        ...refTo('matrix'),
        additionalProperties: false,
        properties,
        patternProperties: { [dottedPath]: refTo('grid') },
      },
    ],
  ];
}
