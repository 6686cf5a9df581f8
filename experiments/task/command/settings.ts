/** What a manifest says of the task `command`, of its trials and of its training stage. */
import { Type } from '@sinclair/typebox';
import type { JsonObject } from '../../../schemas/json.ts';
import { choice, count, mapOfSettings } from '../../../schemas/setting.ts';

const path = '^(?!/)(?!(?:.*/)?\\.{1,2}(?:/|$))(?!.*//)[^\\\\\\u0000-\\u001f\\u007f]+$';
const pathLaw = { pattern: path, 'x-expected': 'a path within the repository, such as data/digits' };
const name = '^[A-Za-z][A-Za-z0-9_-]{0,63}$';

const list = (title: string, description: string, item: string, expected: string, extra: object) =>
  Type.Unsafe<readonly string[]>({
    ...{ title, description, type: 'array', uniqueItems: true, 'x-expected': expected },
    items: { title, description: item, type: 'string', ...pathLaw },
    ...extra,
  });

const run = Type.Unsafe<readonly string[]>({
  title: 'Command',
  description: 'Program and arguments. No shell reads them, so nothing in them is expanded.',
  type: 'array',
  minItems: 1,
  items: {
    title: 'Argument',
    description: 'One argument.',
    type: 'string',
    minLength: 1,
    'x-expected': 'a text',
  },
  'x-expected': 'a list: the program, then its arguments',
  examples: [['python3', 'train.py']],
});

const code = list(
  'Code',
  'Files that the program reads, by path from the repository; `*` stands for any part of a name, `**` for any folders. Their contents are part of every job key, and the program finds no others of the repository.',
  'A path or a pattern.',
  'a list of at least one path or pattern',
  { minItems: 1, examples: [['train.py', 'models/**']] },
);

const environment = Type.Unsafe<object>({
  title: 'Environment',
  description: 'What the program runs in. Part of every job key.',
  type: 'object',
  additionalProperties: false,
  properties: {
    files: list(
      'Environment files',
      'Files that say what is installed, such as `uv.lock` or `requirements.txt`; the program finds them, too.',
      'A path or a pattern.',
      'a list of paths',
      { default: [] },
    ),
    image: {
      title: 'Image',
      description: 'Digest of the container image that Reprise itself runs in, for the record and the key.',
      type: ['string', 'null'],
      pattern: '^sha256:[0-9a-f]{64}$',
      'x-expected': 'sha256: and 64 hexadecimal digits',
      default: null,
    },
    variables: {
      title: 'Variables',
      description: 'Environment variables that the program gets besides those that every program gets.',
      type: 'object',
      propertyNames: {
        title: 'Variable',
        pattern: '^(?!REPRISE_)(?!LD_PRELOAD$)[A-Za-z_][A-Za-z0-9_]*$',
        'x-expected': 'the name of a variable, but none that begins with REPRISE_, nor LD_PRELOAD',
      },
      additionalProperties: {
        title: 'Value',
        description: 'Its value.',
        type: 'string',
        'x-expected': 'a text',
      },
      default: {},
      examples: [{ OMP_NUM_THREADS: '1' }],
    },
  },
  default: {},
});

const metric = {
  title: 'Declared metric',
  description: 'How a metric is compared and shown.',
  type: 'object',
  required: ['goal'],
  additionalProperties: false,
  properties: {
    goal: {
      title: 'Goal',
      description: 'Whether the lower or the higher of two values is the better one.',
      type: 'string',
      enum: ['minimize', 'maximize'],
    },
    unit: { title: 'Unit', description: 'Of its values.', type: 'string', maxLength: 40 },
    digits: {
      ...{ title: 'Digits', description: 'Decimal places in reports.' },
      ...{ type: 'integer', minimum: 0, maximum: 12 },
    },
    label: {
      title: 'Label',
      description: 'What reports call it; without one, its name.',
      type: 'string',
      pattern: '\\S',
      maxLength: 120,
      'x-expected': 'one line of text, at most 120 characters',
    },
  },
};

const metrics = Type.Unsafe<object>({
  title: 'Metrics',
  description:
    'What the program measures, each with its split: `validation.` or `test.` and a name. The first one of validation is what methods are told; the next decides where those before are equal. A job measures those of one split.',
  type: 'object',
  minProperties: 1,
  maxProperties: 64,
  propertyNames: {
    title: 'Metric',
    pattern: '^(?:validation|test)\\.(?!split$)(?!__proto__$)[A-Za-z][A-Za-z0-9_-]{0,63}$',
    'x-expected': 'validation. or test. and a name, such as validation.errorPercent',
  },
  additionalProperties: {
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: metric,
    else: {
      title: 'Goal',
      description: 'Whether the lower or the higher of two values is the better one.',
      type: 'string',
      enum: ['minimize', 'maximize'],
      'x-expected': 'minimize, maximize or a map {goal, unit, digits, label}',
    },
  },
  'x-expected': 'a map from metrics to goals',
  examples: [{ 'validation.errorPercent': 'minimize', 'test.errorPercent': { goal: 'minimize', unit: '%' } }],
});

const resources = Type.Unsafe<object>({
  title: 'Resources',
  description: 'What one job may use. They change no result and no job key.',
  type: 'object',
  additionalProperties: false,
  properties: {
    memory: {
      title: 'Memory',
      description: 'Resident memory of all its processes together; a job that needs more is ended.',
      type: ['string', 'null'],
      pattern: '^[0-9]+(?:\\.[0-9]+)?(?:B|KiB|MiB|GiB|TiB)$',
      'x-expected': 'a size such as 512MiB or 8GiB',
      default: null,
      examples: ['8GiB'],
    },
    minutes: {
      title: 'Minutes',
      description: 'After which a job is ended; without it, `limits.timeoutMinutes` alone counts.',
      type: ['number', 'null'],
      exclusiveMinimum: 0,
      default: null,
      examples: [90],
    },
    gpus: {
      title: 'GPUs',
      description: 'So many of this machine are leased to a job while it runs, and it sees no others.',
      type: 'integer',
      minimum: 0,
      maximum: 64,
      examples: [1],
    },
    gpuMemory: {
      title: 'Memory of a GPU',
      description: 'Must be free on each of its GPUs before a job begins.',
      type: ['string', 'null'],
      pattern: '^[0-9]+(?:\\.[0-9]+)?(?:B|KiB|MiB|GiB|TiB)$',
      'x-expected': 'a size such as 8GiB',
      examples: ['8GiB'],
    },
    sharesPerGpu: {
      title: 'Shares of a GPU',
      description: 'How many such jobs may share a GPU.',
      type: 'integer',
      minimum: 1,
      maximum: 64,
      examples: [2],
    },
  },
  default: {},
});

export const taskSettings = {
  run,
  code,
  environment,
  metrics,
  resources,
  determinism: choice(
    'Determinism',
    'What locks and reruns promise: `bit-exact`, the same bytes from the same job; `tolerance`, numbers that are close.',
    ['tolerance', 'bit-exact'],
  ),
  isolation: choice(
    'Isolation',
    '`bwrap`: the program sees the system, its declared code and data, and nothing else, and has no network. `none`: it finds only declared files of the repository in its folder, but could look elsewhere.',
    ['none', 'bwrap'],
  ),
};

export const dataSetting = {
  title: 'Data',
  description:
    'What the program reads, by names of your choice: files or folders, by path from the repository. Their contents are part of every job key.',
  type: 'object',
  maxProperties: 64,
  propertyNames: { title: 'Name', pattern: name, 'x-expected': 'a name of letters, digits, - or _' },
  additionalProperties: { title: 'Path', description: 'A file or a folder.', type: 'string', ...pathLaw },
  default: {},
  examples: [{ images: 'data/digits' }],
};

const settings = Type.Unsafe<object>({
  title: 'Settings',
  description: 'What the program finds under `settings` in job.json, besides the epochs.',
  type: 'object',
  propertyNames: { title: 'Setting', pattern: name, 'x-expected': 'a name of letters, digits, - or _' },
  additionalProperties: {
    title: 'Value',
    description: 'A number, a text or a truth value.',
    type: ['number', 'string', 'boolean'],
    'x-expected': 'a number, a text, true or false',
  },
  default: {},
  examples: [{ batchSize: 32 }],
});

export const training = {
  epochs: count('Epochs', 'How long to train, in the units of the program: its budget.'),
  settings,
};

export const trial = mapOfSettings(
  'Trial of a command',
  'How a trial is trained.',
  'a map such as {epochs: 10}',
  { ...training, epochs: count('Epochs', 'How long to train, in the units of the program.', { default: 1 }) },
);

/** As a resolved manifest has it. */
export const resolvedTrial = Type.Unsafe<JsonObject & { readonly epochs: number }>(
  Type.Object({
    epochs: Type.Integer({ minimum: 1 }),
    settings: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
  }),
);
