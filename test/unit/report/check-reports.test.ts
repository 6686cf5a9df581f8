/** What is wrong with the settings of a report, said where it is written. */
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { manifestText, writeManifest } from '../manifest/write-manifest.ts';

const load = (report: string, ...more: readonly (readonly [string, string])[]) =>
  loadManifest(writeManifest(manifestText(...more, ['profiles:', `${report}\nprofiles:`])));

/** Without the name of the file, which is temporary. */
const problemsOf = (report: string, ...more: readonly (readonly [string, string])[]): string => {
  const result = load(report, ...more);
  return result.ok ? 'no problem' : renderProblems(result.failures).replace(/^.*?\.yaml:/gm, '');
};

const settingsOf = (report: string, ...more: readonly (readonly [string, string])[]) => {
  const result = load(report, ...more);
  if (!result.ok) throw new Error(renderProblems(result.failures));
  return result.value.manifest.reports['extra'];
};

const pairs = (x: string, y: string): string =>
  `  extra: { kind: correlation, title: T, x: { metric: ${x} }, y: { metric: ${y} } }`;

const paired = (baselines: string, stage = 'evaluate'): string =>
  `  extra: { kind: paired, title: T, baselines: { ${baselines} }, stage: ${stage}, metric: test.errorPercent }`;

const twoMethods = [
  'stages:',
  `  random:
    { kind: random, evaluations: 2, trial: { epochs: 1, batchSize: 8, initialChannels: 4, layers: 3 } }
stages:`,
] as const;

describe('a report that is as it should be', () => {
  it('without a kind is a table', () => {
    expect(
      settingsOf('  extra: { title: T, rows: method, columns: [{ metric: test.loss, stage: evaluate }] }'),
    ).toEqual({
      ...{ kind: 'table', title: 'T', rows: 'method', published: {} },
      columns: [{ metric: 'test.loss', stage: 'evaluate', show: 'mean', label: 'Test loss' }],
    });
  });

  it('of kind curve has its defaults filled in, and labels from its fields', () => {
    const text = '  extra: { kind: curve, title: T, stage: search, x: epoch, y: benchmark.testErrorPercent }';
    expect(settingsOf(text)).toEqual({
      ...{
        kind: 'curve',
        title: 'T',
        stage: 'search',
        phase: null,
        x: 'epoch',
        y: 'benchmark.testErrorPercent',
      },
      ...{ xLabel: 'epoch', yLabel: 'Benchmark test error (%)', xScale: 'linear', yScale: 'linear' },
      ...{
        aggregate: 'mean',
        spread: 'deviation',
        bestSoFar: 'off',
        step: false,
        panels: 'auto',
        bands: 'auto',
      },
    });
  });

  it('of kind correlation has its defaults filled in, and labels from its metrics', () => {
    const text = pairs(
      'validation.loss, stage: search',
      'validation.errorPercent, stage: retrain, label: Error',
    );
    expect(settingsOf(text)).toEqual({
      ...{ kind: 'correlation', title: 'T', rows: 'method', published: {} },
      x: { metric: 'validation.loss', stage: 'search', label: 'Validation loss' },
      y: { metric: 'validation.errorPercent', stage: 'retrain', label: 'Error' },
    });
  });

  it('of kind scatter has its defaults filled in', () => {
    const text =
      '  extra: { kind: scatter, title: T, x: { metric: model.parameters, stage: retrain }, y: { metric: validation.loss, stage: search }, yScale: log }';
    expect(settingsOf(text)).toMatchObject({ kind: 'scatter', xScale: 'linear', yScale: 'log' });
  });

  it('of kind paired has its label from its metric', () => {
    expect(settingsOf(paired('rsws: random'), twoMethods)).toEqual({
      ...{ kind: 'paired', title: 'T', metric: 'test.errorPercent', stage: 'evaluate', label: 'Test error' },
      baselines: { rsws: 'random' },
    });
  });

  it('of kind rows has no defaults', () => {
    const settings = { kind: 'rows', title: 'T', stage: 'search', file: 'table.jsonl' };
    expect(settingsOf(`  extra: ${JSON.stringify(settings)}`)).toEqual(settings);
  });
});

describe('a report with a mistake', () => {
  it('an unknown kind', () => {
    expect(problemsOf('  extra: { kind: curves, title: T }')).toMatchInlineSnapshot(`
      "43:18: error: unknown report kind "curves" in reports.extra.kind
      43 |   extra: { kind: curves, title: T }
         |                  ^^^^^^
      expected one of table, correlation, paired, reference, reproduction, curve, scatter, seed-sets,
        ranks, critical-difference, variance, predictions, rows,
      found "curves"
      help: did you mean "curve"?
      "
    `);
  });

  it('an unknown reference, and one with which nothing is compared', () => {
    const text = (name: string) =>
      `  extra: { kind: reference, title: T, metric: test.errorPercent, stage: evaluate, reference: ${name} }`;
    expect(problemsOf(text('random'), twoMethods)).toBe('no problem');
    expect(problemsOf(text('randm'), twoMethods)).toContain(
      'unknown method "randm" in reports.extra.reference',
    );
    expect(problemsOf(text('randm'), twoMethods)).toContain('did you mean "random"?');
    expect(problemsOf(text('rsws'))).toContain('expected a manifest with another method');
  });

  it('an unknown stage of a curve', () => {
    const text = '  extra: { kind: curve, title: T, stage: serch, x: epoch, y: loss }';
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:42: error: unknown stage "serch" in reports.extra.stage
      43 |   extra: { kind: curve, title: T, stage: serch, x: epoch, y: loss }
         |                                          ^^^^^
      expected one of search, retrain, evaluate, found "serch"
      help: did you mean "search"?
      "
    `);
  });

  it('a field that can be none', () => {
    const text = '  extra: { kind: curve, title: T, stage: search, x: "the epoch", y: loss }';
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:53: error: wrong value for reports.extra.x
      43 |   extra: { kind: curve, title: T, stage: search, x: "the epoch", y: loss }
         |                                                     ^^^^^^^^^^^
      expected a field, such as epoch or validation.errorPercent, found "the epoch"
      "
    `);
  });

  it('a phase that no job of the stage writes', () => {
    const text =
      '  extra: { kind: curve, title: T, stage: search, phase: scores, x: trial, y: errorPercent }';
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:57: error: unknown phase "scores" in reports.extra.phase
      43 |   extra: { kind: curve, title: T, stage: search, phase: scores, x: trial, y: errorPercent }
         |                                                         ^^^^^^
      expected one of train, search, correlation, score, rescore, final, found "scores"
      help: did you mean "score"?
      "
    `);
  });

  it('a field that no line of the phase has, and another of which no line has both', () => {
    const curve = (phase: string, x: string, y: string) =>
      problemsOf(`  extra: { kind: curve, title: T, stage: search, ${phase}x: ${x}, y: ${y} }`);
    expect(curve('phase: score, ', 'epoch', 'errorPercent')).toMatchInlineSnapshot(`
      "43:67: error: unknown field "epoch" in reports.extra.x
      43 |   extra: { kind: curve, title: T, stage: search, phase: score, x: epoch, y: errorPercent }
         |                                                                   ^^^^^
      expected one of errorPercent, loss, found "epoch"
      "
    `);
    expect(curve('', 'epoch', 'loss')).toMatchInlineSnapshot(`
      "43:63: error: the field loss does not go with x: epoch
      43 |   extra: { kind: curve, title: T, stage: search, x: epoch, y: loss }
         |                                                               ^^^^
      expected one of learningRate, trainErrorPercent, trainLoss, validationErrorPercent, validationLoss,
        benchmark.epochs, benchmark.validationErrorPercent, benchmark.testErrorPercent,
        controller.baseline, controller.entropy, architectures, lengths.length1, lengths.length2,
        lengths.length3, lengths.length4, spearman.length1, spearman.length2, spearman.length3,
        spearman.length4, spearmanBest.length1, spearmanBest.length2, spearmanBest.length3,
        spearmanBest.length4,
      found loss
      "
    `);
  });

  it('a curve over a field that only other methods or stages have', () => {
    const curve = (stage: string) =>
      `  extra: { kind: curve, title: T, stage: ${stage}, phase: train, x: trial, y: trainErrorPercent }`;
    expect(problemsOf(curve('search'), twoMethods)).toBe('no problem');
    expect(problemsOf(curve('search'))).toMatchInlineSnapshot(`
      "43:67: error: unknown field "trial" in reports.extra.x
      43 |   extra: { kind: curve, title: T, stage: search, phase: train, x: trial, y: trainErrorPercent }
         |                                                                   ^^^^^
      expected one of epoch, learningRate, trainErrorPercent, trainLoss, found "trial"
      "
    `);
    expect(problemsOf(curve('retrain'), twoMethods)).toMatchInlineSnapshot(`
      "45:68: error: unknown field "trial" in reports.extra.x
      45 |   extra: { kind: curve, title: T, stage: retrain, phase: train, x: trial, y: trainErrorPercent }
         |                                                                    ^^^^^
      expected one of epoch, learningRate, trainErrorPercent, trainLoss, found "trial"
      "
    `);
  });

  it('a metric that a stage does not measure, and a stage that is not there', () => {
    const text = pairs('test.errorPercent, stage: search', 'validation.loss, stage: train');
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:54: error: stage search does not measure test.errorPercent
      43 |   extra: { kind: correlation, title: T, x: { metric: test.errorPercent, stage: search }, y: { metric
         |                                                      ^^^^^^^^^^^^^^^^^
      expected a training stage with measure: test, found search, a search

      43:127: error: unknown stage "train" in reports.extra.y.stage
      43 | : search }, y: { metric: validation.loss, stage: train } }
         |                                                  ^^^^^
      expected one of search, retrain, evaluate, found "train"
      help: did you mean "retrain"?
      "
    `);
  });

  it('a metric that only a search has', () => {
    const text = pairs('benchmark.testErrorPercent, stage: retrain', 'validation.loss, stage: retrain');
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:54: error: stage retrain does not measure benchmark.testErrorPercent
      43 |   extra: { kind: correlation, title: T, x: { metric: benchmark.testErrorPercent, stage: retrain }, y
         |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^
      expected a search stage, found retrain, a train stage with measure: validation
      "
    `);
  });

  it('stages between which a selection chooses', () => {
    const text = pairs('validation.errorPercent, stage: search', 'test.errorPercent, stage: evaluate');
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:135: error: the stage evaluate does not go with stage search: their jobs of one seed do not share an architecture
      43 | search }, y: { metric: test.errorPercent, stage: evaluate } }
         |                                                  ^^^^^^^^
      expected one of search, retrain, found evaluate
      "
    `);
  });

  it('a stage that trains several architectures with one seed', () => {
    const final = `  final:
    { kind: train, from: evaluate, seeds: { count: 3 }, measure: test, epochs: 8, batchSize: 32, initialChannels: 8, layers: 3 }
reports:`;
    const text = pairs('test.loss, stage: evaluate', 'test.loss, stage: final');
    const several = ['keep: 1', 'keep: 2'] as const;
    expect(problemsOf(text, ['reports:', final], several)).toContain(
      'stage final does not go with stage evaluate',
    );
  });

  it('a published value of an unknown method', () => {
    const text =
      '  extra: { kind: correlation, title: T, x: { metric: validation.loss, stage: search }, y: { metric: validation.loss, stage: retrain }, published: { rws: { kendall: 0.5 } } }';
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:149: error: unknown method "rws" in reports.extra.published
      43 |  validation.loss, stage: retrain }, published: { rws: { kendall: 0.5 } } }
         |                                                  ^^^
      expected rsws, found "rws"
      help: did you mean "rsws"?
      "
    `);
  });

  it('baselines and methods that are not there', () => {
    expect(problemsOf(paired('rsws: randm, rsw: random'), twoMethods)).toMatchInlineSnapshot(`
      "45:55: error: unknown method "randm" in reports.extra.baselines.rsws
      45 |   extra: { kind: paired, title: T, baselines: { rsws: randm, rsw: random }, stage: evaluate, metric:
         |                                                       ^^^^^
      expected one of rsws, random, found "randm"
      help: did you mean "random"?

      45:62: error: unknown method "rsw" in reports.extra.baselines
      45 |   extra: { kind: paired, title: T, baselines: { rsws: randm, rsw: random }, stage: evaluate, metric:
         |                                                              ^^^
      expected one of rsws, random, found "rsw"
      help: did you mean "rsws"?
      "
    `);
  });

  it('a method that is its own baseline', () => {
    expect(problemsOf(paired('rsws: rsws'), twoMethods)).toMatchInlineSnapshot(`
      "45:55: error: the baseline rsws does not go with method rsws: no method is its own baseline
      45 |   extra: { kind: paired, title: T, baselines: { rsws: rsws }, stage: evaluate, metric: test.errorPer
         |                                                       ^^^^
      expected random, found rsws
      "
    `);
    expect(problemsOf(paired('rsws: rsws'))).toContain('expected another method, found rsws');
  });

  it('a comparison of what a stage does not measure, or with nothing', () => {
    expect(problemsOf(paired('rsws: random', 'retrain'), twoMethods)).toContain(
      'stage retrain does not measure test.errorPercent',
    );
    expect(problemsOf(paired(''))).toContain('expected a map with at least one entry, found an empty map');
    expect(problemsOf(paired('rsws: 3'))).toContain('expected the name of a method, found 3');
  });

  it('a comparison at a stage with several jobs for each seed', () => {
    const several = ['keep: 1', 'keep: 2'] as const;
    expect(problemsOf(paired('rsws: random'), several, twoMethods)).toMatchInlineSnapshot(`
      "45:72: error: the stage evaluate does not go with a paired report: it has several jobs for each seed
      45 |   extra: { kind: paired, title: T, baselines: { rsws: random }, stage: evaluate, metric: test.errorP
         |                                                                        ^^^^^^^^
      expected a stage with one job for each seed that measures it, found evaluate
      "
    `);
    const onTest = problemsOf(paired('rsws: random').replace('test.', 'validation.'), several, twoMethods);
    expect(onTest).toContain('stage evaluate does not measure validation.errorPercent');
    expect(onTest).toContain('expected one of search, retrain, found evaluate');
  });

  it('rows of a file of another kind, or of an unknown stage', () => {
    const text = '  extra: { kind: rows, title: T, stage: serch, file: table.csv }';
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      "43:41: error: unknown stage "serch" in reports.extra.stage
      43 |   extra: { kind: rows, title: T, stage: serch, file: table.csv }
         |                                         ^^^^^
      expected one of search, retrain, evaluate, found "serch"
      help: did you mean "search"?

      43:54: error: wrong value for reports.extra.file
      43 |   extra: { kind: rows, title: T, stage: serch, file: table.csv }
         |                                                      ^^^^^^^^^
      expected the name of a file of JSON lines, such as table.jsonl, found "table.csv"
      "
    `);
    expect(problemsOf(text.replace('table.csv', 'table.jsonl'))).toContain('help: did you mean "search"?');
  });
});
