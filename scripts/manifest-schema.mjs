// Writes schemas/manifest.schema.json from scripts/manifest-schema/. `--check` writes nothing and fails when the file
// is out of date. A method's matrix lists the method's settings again, which nobody should write by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { methods } from './manifest-schema/methods.mjs';
import { groups, settings } from './manifest-schema/settings.mjs';
import { stages } from './manifest-schema/stages.mjs';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const target = place('schemas/manifest.schema.json');
const frame = JSON.parse(readFileSync(place('scripts/manifest-schema/frame.json'), 'utf8'));

/** JSON in which whatever fits on a line stands on one. */
function compact(value, indent = '') {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length < 110) return flat;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => compact(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${compact(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

const refTo = (name) => ({ $ref: `#/$defs/${name}` });
const camel = (words) => words.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

function properties(names, defaults = {}) {
  return Object.fromEntries(
    names.map((name) => [name, { ...refTo(name), ...(name in defaults ? { default: defaults[name] } : {}) }]),
  );
}

function map(title, description, { required, own, example }) {
  const examples = example ? { examples: [example] } : {};
  const object = { type: 'object', required, additionalProperties: false, properties: own };
  return { title, description, ...object, ...examples };
}

const kindOf = (title, description, kind) => ({ title, description, const: kind });

/** A trial may be absent where a table knows its outcome, so the general form is nullable. */
function trialProperty({ trial, required = [] }) {
  if (trial === undefined) return {};
  return { trial: { ...refTo(trial), ...(required.includes('trial') ? { type: 'object' } : {}) } };
}

function methodSchema(method) {
  const { kind, description, required = [], defaults, example } = method;
  const own = {
    kind: kindOf('Method kind', 'Which method.', kind),
    ...properties(method.settings, defaults),
    ...trialProperty(method),
    ...(method.nested ? { [method.nested]: refTo('method') } : {}),
    matrix: refTo(`${camel(kind)}Matrix`),
  };
  return map(`Method ${kind}`, description, {
    required: ['kind', ...required],
    own,
    example: { kind, ...example },
  });
}

function matrixSchema({ settings: names }) {
  const grids = names.map((name) => [name, { ...refTo('grid'), items: refTo(name) }]);
  return { ...refTo('matrix'), additionalProperties: false, properties: Object.fromEntries(grids) };
}

function stageSchema({ kind, description, own, settings: names = [], required, defaults, example }) {
  return map(`Stage ${kind}`, description, {
    required: ['kind', ...required],
    own: { kind: kindOf('Stage kind', 'What the stage does.', kind), ...own, ...properties(names, defaults) },
    example: { kind, ...example },
  });
}

function alternatives(title, description, names) {
  return {
    title,
    description,
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: names.map(refTo),
  };
}

const nullable = (schema) => ({ ...schema, type: ['object', 'null'], default: null });

const trials = {
  trial: nullable(
    map('Trial', 'How a trial is trained. Left out on a tabular benchmark, which knows the outcome.', {
      required: ['batchSize', 'initialChannels', 'layers'],
      own: properties(groups.training, { epochs: 1 }),
      example: { epochs: 100, batchSize: 96, initialChannels: 36, layers: 20 },
    }),
  ),
  languageTrial: nullable(
    map('Language trial', 'How a trial is trained on text.', {
      required: ['batchSize', 'width'],
      own: properties(groups.languageTraining, {
        epochs: 1,
        learningRate: 20,
        weightDecay: 8e-7,
        gradientClip: 0.25,
      }),
      example: { epochs: 300, batchSize: 64, width: 850 },
    }),
  ),
};

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

const named = (entries) => Object.fromEntries(entries);
const schema = {
  ...frame,
  $defs: {
    ...frame.$defs,
    method: alternatives(
      'Method',
      'A search method and its meta-hyperparameters.',
      methods.map(({ kind }) => camel(kind)),
    ),
    ...named(methods.map((method) => [camel(method.kind), methodSchema(method)])),
    ...trials,
    matrix,
    ...named(methods.map((method) => [`${camel(method.kind)}Matrix`, matrixSchema(method)])),
    grid,
    stage: alternatives(
      'Stage',
      'One step of the experiment.',
      stages.map(({ kind }) => `${camel(kind)}Stage`),
    ),
    ...named(stages.map((stage) => [`${camel(stage.kind)}Stage`, stageSchema(stage)])),
    ...settings,
  },
};

const text = `${compact(schema)}\n`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('schemas/manifest.schema.json is out of date: run node scripts/manifest-schema.mjs');
  process.exitCode = 1;
}
