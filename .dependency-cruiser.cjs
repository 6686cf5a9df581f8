/** Who may import whom. Types count as imports. `npm run lint:imports` checks it; docs/architecture.md explains it. */
const { spaceParts } = require('./scripts/space-parts.cjs');

const only = (name, from, allowed, comment, pathNot) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, ...(pathNot ? { pathNot } : {}) },
  to: {
    path: '^(schemas|architectures|experiments|runner|test|manifests)/',
    pathNot: `^(${[from, ...allowed].join('|')})(/|\\.ts$)`,
  },
});

const noPackage = (name, from, packages, comment, pathNot) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^(${from})/`, ...(pathNot ? { pathNot } : {}) },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      comment: 'a module that nothing imports is dead, unless it is an entry or a test',
      severity: 'error',
      from: { orphan: true, pathNot: '(\\.test\\.ts|^test/|\\.d\\.ts|\\.json|^schemas/engine\\.ts)$' },
      to: {},
    },
    only('schemas-alone', 'schemas', [], 'the contract depends on nothing'),
    only(
      'experiments-no-runner',
      'experiments',
      ['schemas'],
      'a worker knows job specs and events, never the runner',
    ),
    only('runner-no-experiments', 'runner', ['schemas'], 'a worker is a command line to the runner'),
    only(
      'architectures-answer',
      'architectures',
      ['schemas', 'experiments/registry', 'experiments/space', 'experiments/benchmark', 'experiments/data'],
      'answers about architectures, recorded results and data compute no result',
    ),
    {
      name: 'nothing-computes-with-answers',
      comment: "the room of answers is nobody else's: what computes must not depend on it",
      severity: 'error',
      from: { path: '^(schemas|experiments|runner)/' },
      to: { path: '^architectures/' },
    },
    only(
      'space-pure',
      'experiments/space',
      ['schemas', 'experiments/rng'],
      'search spaces are framework-free data, but for the files that train their networks or look up their results',
      spaceParts,
    ),
    only(
      'method-pure',
      'experiments/method',
      ['schemas', 'experiments/rng', 'experiments/space'],
      'black-box methods are ask/tell over spaces',
    ),
    only(
      'graph-pure',
      'runner/graph',
      ['schemas', 'runner/util', 'runner/manifest', 'runner/manifest-tree', 'runner/key'],
      'building a graph does no I/O',
    ),
    only('statistics-pure', 'runner/statistics', ['schemas'], 'statistics are pure functions of numbers'),
    only('key-pure', 'runner/key', ['schemas', 'runner/util'], 'keys are pure functions'),
    only(
      'manifest-tree-alone',
      'runner/manifest-tree',
      ['schemas', 'runner/util'],
      'what checks of manifests look at and answer with, whatever they check',
    ),
    only(
      'manifest-alone',
      'runner/manifest',
      ['schemas', 'runner/util', 'runner/manifest-tree', 'runner/report/find-kind'],
      'reading manifests needs nothing else; what a report asks of its manifest, its kind says',
    ),
    only(
      'store-alone',
      'runner/store',
      ['schemas', 'runner/util', 'runner/key'],
      'the store knows records, not manifests',
    ),
    only(
      'page-in-the-browser',
      'runner/page/client',
      [
        'schemas',
        'runner/page/(answers|question)',
        'runner/log/duration',
        'runner/report/kinds/[^/]+/[^/]+-data',
      ],
      'what runs in the browser knows the types of its answers, and what needs no machine',
    ),
    noPackage(
      'browser-alone',
      'runner/(?!page/client)|schemas',
      'node_modules/preact',
      'only the page has elements',
    ),
    only(
      'report-reads',
      'runner/report',
      ['schemas', 'runner/util', 'runner/manifest-tree', 'runner/statistics'],
      'reports are pure functions of results, and of what they see of a manifest when they check it',
    ),
    {
      name: 'kinds-of-reports-stand-alone',
      comment: 'what two kinds share lies beside them, so that each can be taken away',
      severity: 'error',
      from: { path: '^runner/report/kinds/([^/]+)' },
      to: { path: '^runner/report/kinds/', pathNot: '^runner/report/kinds/$1' },
    },
    noPackage(
      'drawing-on-demand',
      'runner|schemas',
      'node_modules/(vega|pdfkit|svg-to-pdfkit)',
      'drawing takes longer to load than most commands to run',
      '^runner/report/(draw-figure|figure-pdf)\\.ts$',
    ),
    noPackage(
      'no-io-in-space-and-method',
      'experiments/space|experiments/method|experiments/rng',
      '(^(fs|child_process|net|http|os|worker_threads)$|node_modules/@tensorflow)',
      'spaces and methods do no I/O and know no tensors',
      spaceParts,
    ),
    noPackage('no-tensors-in-runner', 'runner|schemas', 'node_modules/@tensorflow', 'only a worker computes'),
    { name: 'tests-are-leaves', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(experiments/engine/assembly|test/fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
