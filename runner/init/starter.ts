/** The files of a new project: one experiment that takes seconds, and the places where the rest goes. */

/** Path from the project's folder to content. */
export type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The manifest that a new project begins with. */
export const firstId = 'first-table';

const manifest = `# yaml-language-server: $schema=../../.reprise/manifest.schema.json
id: ${firstId}
title: Whether regularised evolution finds a better cell than random search

# Every cell of this table is trained already, so that a search takes moments.
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }

# Two sets, to see whether they agree.
seedSets:
  first: { from: 1, count: 5 }
  second: { from: 101, count: 5 }

methods:
  random: { label: Random search, kind: random, simulatedSeconds: 100 }
  evolution: { label: Regularised evolution, kind: regularized-evolution, population: 10, sample: 3, simulatedSeconds: 100 }

stages:
  search: { kind: search, seeds: each }

reports:
  main:
    title: Test error of the cell with the fewest validation errors
    rows: method-by-seed-set
    columns:
      - { metric: benchmark.testErrorPercent, stage: search }
      - { metric: cost.architectures, stage: search }
`;

const methods = `Search methods of this project: \`<name>.ts\` or \`<name>/index.ts\`, each of which exports a \`method\`.
They are written with what \`reprise/method\` exports; manifests call them by their names.
`;

const spaces = `Search spaces of this project: \`<name>.ts\` or \`<name>/index.ts\`, each of which exports a \`space\`.
They are written with what \`reprise/space\` exports; manifests name them. A space of parameters needs no file: a manifest
declares it.
`;

const tasks = `Tasks of this project: \`<name>.ts\` or \`<name>/index.ts\`, each of which exports a \`task\`.
They are written with what \`reprise/task\` exports; manifests call them by their names.
`;

/** For editors, and for \`tsc\`, which reads the sources of Reprise as they are. */
const types = {
  compilerOptions: {
    target: 'es2023',
    // The types of WebAssembly, which sources of Reprise use, are among those of the DOM.
    lib: ['es2023', 'dom'],
    module: 'preserve',
    moduleResolution: 'bundler',
    types: ['node'],
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    skipLibCheck: true,
  },
  include: ['experiments'],
};

export const starterFiles: Files = {
  'manifests/first/first-table.yaml': manifest,
  'experiments/method/README.md': methods,
  'experiments/space/README.md': spaces,
  'experiments/task/README.md': tasks,
  'tsconfig.json': json(types),
  '.vscode/settings.json': json({
    'yaml.schemas': { './.reprise/manifest.schema.json': 'manifests/**/*.yaml' },
  }),
};

/** The dependency is npm's to add: it knows where the package is from. */
export const packageJson = (name: string): string => json({ name, private: true, type: 'module' });

export const ignored = ['node_modules', '.reprise', 'artifacts'];
