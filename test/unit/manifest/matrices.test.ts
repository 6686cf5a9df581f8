/** Matrices over any value of a manifest, and paths with wildcards. */
import { describe, expect, it } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { manifestText, writeManifest } from './write-manifest.ts';

const withMatrix = (matrix: string) =>
  writeManifest(manifestText(['    evaluated: 40\n', `    evaluated: 40\n    matrix: ${matrix}\n`]));

function jobsOf(file: string) {
  const loaded = loadManifest(file);
  if (!loaded.ok) throw new Error(renderProblems(loaded.failures));
  return expand(loaded.value.manifest).jobs;
}

/** What is wrong, without the name of the file. */
function problems(file: string, options = {}): string {
  const loaded = loadManifest(file, options);
  return loaded.ok ? '' : renderProblems(loaded.failures).replaceAll(`${file}:`, '');
}

describe('a matrix', () => {
  it('varies values of the task and of a stage', () => {
    const jobs = jobsOf(withMatrix('{ task.trainPortion: [0.5, 0.8], stages.evaluate.epochs: [8, 16] }'));
    const shown = jobs
      .filter(({ label }) => label.endsWith('/first/evaluate/s1'))
      .map(({ variant, parameters }) => ({ variant, ...parameters }));
    expect(shown).toMatchObject([
      {
        variant: 'rsws[task.trainPortion=0.5,stages.evaluate.epochs=8]',
        task: { trainPortion: 0.5 },
        training: { epochs: 8 },
      },
      { task: { trainPortion: 0.5 }, training: { epochs: 16 } },
      { task: { trainPortion: 0.8 }, training: { epochs: 8 } },
      { task: { trainPortion: 0.8 }, training: { epochs: 16 } },
    ]);
  });

  it('leaves what a value does not reach as it is, so that variants share those jobs', () => {
    const jobs = jobsOf(withMatrix('{ stages.evaluate.epochs: [8, 16] }'));
    const searches = jobs.filter(({ label }) => label.endsWith('/first/search/s1'));
    expect(searches).toHaveLength(2);
    expect(searches[0]?.parameters).toEqual(searches[1]?.parameters);
  });

  it('varies values inside a setting', () => {
    const text = manifestText([
      '    kind: random-ws\n    epochs: 8\n    batchSize: 64\n    initialChannels: 8\n    layers: 3\n    evaluated: 40\n',
      '    kind: random\n    evaluations: 2\n    trial: { epochs: 1, batchSize: 32, initialChannels: 8, layers: 3 }\n    matrix: { trial.epochs: [1, 3] }\n',
    ]).replace('methods.rsws.epochs: 2', 'methods.rsws.trial.epochs: 2');
    const methods = jobsOf(writeManifest(text))
      .filter(({ label }) => label.endsWith('/first/search/s1'))
      .map(({ parameters }) => parameters['method']);
    expect(methods).toMatchObject([
      { trial: { epochs: 1, batchSize: 32 } },
      { trial: { epochs: 3, batchSize: 32 } },
    ]);
  });

  it('is refused where a value could not stand in its place', () => {
    expect(problems(withMatrix('{ stages.evaluate.epochs: [8, 0] }'))).toMatchInlineSnapshot(`
      "16:43: error: wrong value for stages.evaluate.epochs (with stages.evaluate.epochs=0)
      16 |     matrix: { stages.evaluate.epochs: [8, 0] }
         |                                           ^
      expected an integer >= 1, found 0
      "
    `);
  });

  it('is refused where it leads to nothing', () => {
    expect(problems(withMatrix('{ stages.evaluat.epochs: [8] }'))).toMatchInlineSnapshot(`
      "16:22: error: no value at stages.evaluat to override (with stages.evaluat.epochs=8)
      16 |     matrix: { stages.evaluat.epochs: [8] }
         |                      ^^^^^^^
      expected one of search, retrain, evaluate, found "evaluat"
      help: did you mean "evaluate"?
      "
    `);
    expect(problems(withMatrix('{ task.kind: [language-modelling] }'))).toMatchInlineSnapshot(`
      "16:15: error: no value at methods.rsws.matrix.task.kind to override
      16 |     matrix: { task.kind: [language-modelling] }
         |               ^^^^^^^^^
      expected the path of a value that does not decide which others there are, found task.kind
      "
    `);
    expect(problems(withMatrix('{ stages.retrain.select: [{ keep: 1 }] }'))).toMatchInlineSnapshot(`
      "16:39: error: wrong value for methods.rsws.matrix.stages.retrain.select
      16 |     matrix: { stages.retrain.select: [{ keep: 1 }] }
         |                                       ^^^^^^^^^^^
      expected a single value or a list, found a map
      "
    `);
  });

  it('is refused where the manifest would mean nothing with a value', () => {
    expect(problems(withMatrix('{ space.name: [darts-cnn, darts-rnn] }'))).toMatchInlineSnapshot(`
      "3:15: error: the task image-classification does not go with the space darts-rnn (with space.name=darts-rnn)
      3 | task: { kind: image-classification, data: textures10 }
        |               ^^^^^^^^^^^^^^^^^^^^
      expected one of language-modelling, command, found image-classification
      "
    `);
  });
});

describe('a label', () => {
  const withLabel = (label: string) =>
    writeManifest(
      manifestText([
        '    evaluated: 40\n',
        `    evaluated: 40\n    matrix: { flip: [true, false] }\n    ${label}\n`,
      ]),
    );
  const namesOf = (file: string) => [...new Set(jobsOf(file).map(({ displayName }) => displayName))];

  it('takes the values of the matrix where it names them, with their own labels', () => {
    const label =
      'label: "Sharing, {flip}"\n    valueLabels: { flip: { "true": flipped, "false": as they are } }';
    expect(namesOf(withLabel(label))).toEqual(['Sharing, flipped', 'Sharing, as they are']);
  });

  it('is followed by the values where it names none', () => {
    expect(namesOf(withLabel('label: Sharing'))).toEqual(['Sharing, flip true', 'Sharing, flip false']);
  });

  it('changes no parameters and no names of jobs', () => {
    const bare = ({ label, parameters }: { label: string; parameters: object }) => ({ label, parameters });
    const labelled = jobsOf(withLabel('label: Sharing')).map(bare);
    expect(labelled).toEqual(jobsOf(withMatrix('{ flip: [true, false] }')).map(bare));
  });

  it('is refused where it names no value of the matrix', () => {
    const label = 'label: "Sharing, {flp}"\n    valueLabels: { filp: { "true": flipped } }';
    expect(problems(withLabel(label))).toMatchInlineSnapshot(`
      "17:12: error: unknown matrix key "flp" in methods.rsws.label
      17 |     label: "Sharing, {flp}"
         |            ^^^^^^^^^^^^^^^^
      expected flip, found "flp"
      help: did you mean "flip"?

      18:20: error: unknown matrix key "filp" in methods.rsws.valueLabels.filp
      18 |     valueLabels: { filp: { "true": flipped } }
         |                    ^^^^
      expected flip, found "filp"
      help: did you mean "flip"?
      "
    `);
  });

  it('is refused where two variants would read the same', () => {
    const label = 'label: "Sharing, {flip}"\n    valueLabels: { flip: { "true": same, "false": same } }';
    expect(problems(withLabel(label))).toMatchInlineSnapshot(`
      "17:12: error: two method variants are called "Sharing, same"
      17 |     label: "Sharing, {flip}"
         |            ^^^^^^^^^^^^^^^^^
      expected a name for each row of a report, found "Sharing, same" for two variants of rsws
      note: rows of reports are told apart by what the variants are called; \`{name}\` in a label stands for
        a value of the matrix
      "
    `);
  });

  it('is refused where another method reads the same', () => {
    const twin = '{ kind: random-ws, epochs: 8, batchSize: 64, initialChannels: 8, layers: 3, evaluated: 4 }';
    const text = manifestText([
      '    evaluated: 40\n',
      `    evaluated: 40\n    label: twin\n  twin: ${twin}\n`,
    ]);
    expect(problems(writeManifest(text))).toMatchInlineSnapshot(`
      "17:3: error: two method variants are called "twin"
      17 |   twin: { kind: random-ws, epochs: 8, batchSize: 64, initialChannels: 8, layers: 3, evaluated: 4 }
         |   ^^^^
      expected a name for each row of a report, found "twin" for one of rsws and one of twin
      note: rows of reports are told apart by what the variants are called; \`{name}\` in a label stands for
        a value of the matrix
      "
    `);
  });

  it('may label values that only a profile lists', () => {
    const label = 'label: "{flip}"\n    valueLabels: { flip: { "true": flipped, maybe: perhaps } }';
    expect(namesOf(withLabel(label))).toEqual(['flipped', 'false']);
  });
});

describe('a path with a wildcard', () => {
  const epochs = (options: object) => {
    const loaded = loadManifest(writeManifest(), options);
    if (!loaded.ok) throw new Error(renderProblems(loaded.failures));
    const { stages } = loaded.value.manifest;
    return Object.values(stages).map((stage) => ('epochs' in stage ? stage.epochs : null));
  };

  it('reaches every entry that can have the value', () => {
    expect(epochs({ sets: ['stages.*.epochs=1'] })).toEqual([null, 1, 1]);
  });

  it('is overridden by what comes after it', () => {
    expect(epochs({ sets: ['stages.*.epochs=1', 'stages.retrain.epochs=2'] })).toEqual([null, 2, 1]);
  });

  it('is refused where no entry can have the value', () => {
    expect(problems(writeManifest(), { sets: ['stages.*.epoch=1'] })).toMatchInlineSnapshot(`
      "--set stages.*.epoch=1:1:10: error: no value at stages.evaluate.epoch to override
      1 | stages.*.epoch=1
        |          ^^^^^
      expected one of kind, from, select, seeds, measure, epochs, batchSize, learningRate,
        learningRateMin, momentum, weightDecay, gradientClip, nesterov, schedule, learningRateDecay,
        rateWarmUpEpochs, initialChannels, layers, cropPadding, flip, cutout, auxiliaryWeight,
        labelSmoothing, stem, dropPath, measureAt,
      found "epoch"
      help: did you mean "epochs"?
      "
    `);
    expect(problems(writeManifest(), { sets: ['*.epochs=1'] })).toMatchInlineSnapshot(`
      "--set *.epochs=1:1:1: error: no value at * to override
      1 | *.epochs=1
        | ^
      expected one of title, paper, engine, task, space, seedSets, methods, stages, reports, limits,
      found "*"
      "
    `);
  });
});
