/** The paper profiles of the NAS-Bench manifests, as they resolve, against the released scripts. */
import { describe, expect, it } from 'vitest';
import { expand } from '../../runner/graph/expand.ts';
import { loadManifest } from '../../runner/manifest/index.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';

function paper(folder: string, id: string): ResolvedManifest {
  const loaded = loadManifest(`manifests/${folder}/${id}.yaml`, { profile: 'paper' });
  if (!loaded.ok) throw new Error(`${id} is not good`);
  return loaded.value.manifest;
}

const settingsOf = ({ methods }: ResolvedManifest) =>
  Object.entries(methods).map(([name, { settings }]) => [name, settings] as const);

describe('the optimisers', () => {
  // automl/nas_benchmarks@1b09906, nas_cifar10.py and run_bohb.py.
  it('of NAS-Bench-101 spend trials on what is no cell, with edges counted before pruning', () => {
    const manifest = paper('nasbench101', 'nasbench101-optimisers');
    expect(manifest.task).toMatchObject({ redraw: false, edges: 'before-pruning' });
    for (const [, settings] of settingsOf(manifest)) {
      expect(settings).toMatchObject({
        simulatedSeconds: 1e7,
        evaluations: 0,
        totalEpochs: 0,
        logicalWorkers: 1,
      });
    }
    expect(manifest.methods['bohb']?.settings).toMatchObject({ randomFraction: 0.33, minBandwidth: 0.3 });
  });

  // automl/nasbench-1shot1@cb0f0ec, run_hyperband.py, run_bohb.py, run_regularized_evolution.py.
  it.each(['', '2', '3'])('of NAS-Bench-1Shot1 have 280 times 108 epochs each (%s)', (suffix) => {
    const manifest = paper('nasbench1shot1', `nasbench1shot1-optimisers${suffix}`);
    expect(manifest.space).toEqual({ name: `nasbench1shot1-${suffix || '1'}` });
    for (const [, settings] of settingsOf(manifest)) {
      expect(settings).toMatchObject({ totalEpochs: 280 * 108, evaluations: 0, simulatedSeconds: 0 });
      expect(settings['logicalWorkers']).toBe(1);
    }
    const rungs = { eta: 3, minEpochs: 4, maxEpochs: 108 };
    for (const name of ['hyperband', 'bohb']) expect(manifest.methods[name]?.settings).toMatchObject(rungs);
    expect(manifest.methods['bohb']?.settings).toMatchObject({ randomFraction: 0.33, minBandwidth: 0.3 });
    expect(manifest.methods['evolution']?.settings).toMatchObject({ population: 100, sample: 10 });
  });
});

describe('tuning one-shot methods', () => {
  // bohb-darts.sh, start_exp.sh, master.py and custom_bohb/bohb.py.
  it.each([1, 2, 3])('has nine tunings of 64 brackets with three seeds in space %i', (space) => {
    const manifest = paper('nasbench1shot1', `nasbench1shot1-tuning${space}`);
    expect(manifest.space).toEqual({ name: `nasbench1shot1-${space}` });
    const { jobs } = expand(manifest);
    const methods = jobs.map(({ parameters }) => parameters['method']);
    expect(jobs.length).toBe(27);
    expect(new Set(jobs.map(({ seed }) => Number(seed)))).toEqual(new Set([1, 2, 3]));
    const tuned = methods.map((method) => {
      const { tunedSettings, method: inner } = method as { tunedSettings: number; method: { kind: string } };
      return `${inner.kind} ${tunedSettings}`;
    });
    const kinds = ['darts', 'gdas', 'pc-darts'];
    expect(new Set(tuned)).toEqual(
      new Set(kinds.flatMap((kind) => [1, 2, 3].map((set) => `${kind} ${set}`))),
    );
    for (const method of methods) {
      expect(method).toMatchObject({
        ...{ kind: 'tune', brackets: 64, evaluations: 0, eta: 2, minEpochs: 25, maxEpochs: 100 },
        ...{ logicalWorkers: 16, topPercent: 15, samples: 64, bandwidthFactor: 3, minBandwidth: 1e-3 },
        handedOn: 'as-released',
        method: {
          batchSize: 96,
          momentum: 0.9,
          gradientClip: 5,
          cutout: 0,
          learningRateMin: 0.001,
          layers: 9,
        },
      });
    }
  });

  // baseline_trans_script.sh of the three methods.
  it.each([
    ['dartsTuned', 0.0011765562944021056, 0.00017949567554327632, 0.576809112569184],
    ['gdasTuned', 0.854962095974854, 1.0685329756580793e-5, 0.3118341613188339],
    ['pcDartsTuned', 0.48710801282480837, 0.00011084497550078689, 0.43720581909871464],
  ])('gave %s its values', (name, learningRate, weightDecay, cutoutProbability) => {
    const { methods } = paper('nasbench1shot1', 'nasbench1shot1-tuned');
    const values = { learningRate, weightDecay, cutoutProbability, cutout: 16, epochs: 50 };
    expect(methods[name]?.settings).toMatchObject(values);
    expect(methods[name.replace('Tuned', 'Default')]?.settings).toMatchObject({
      cutout: 0,
      weightDecay: 3e-4,
    });
  });
});

describe.each([1, 2, 3])('one-shot searches in space %i', (space) => {
  // enas.py, enas/data.py and enas_child.py; the scripts named baseline_script.sh.
  it('have the released settings of ENAS', () => {
    const { methods } = paper('nasbench1shot1', `nasbench1shot1-space${space}`);
    expect(methods['enas']?.settings).toMatchObject({
      ...{ gradientClip: 0.25, trainPortion: 0.9, imageStd: [0.2023, 0.1994, 0.201], weightDecay: 1e-4 },
      ...{
        controllerSteps: 300,
        controllerLearningRate: 3.5e-4,
        entropyWeight: 1e-4,
        evaluated: 1000,
        rescored: 5,
      },
    });
  });

  // evaluate_correlation.sh.
  it('are ranked after five numbers of epochs that each of them reaches', () => {
    const manifest = paper('nasbench1shot1', `nasbench1shot1-correlation${space}`);
    expect(manifest.space).toEqual({ name: `nasbench1shot1-${space}` });
    expect(manifest.task).toMatchObject({ rankedAfter: [5, 15, 25, 35, 45], benchmark: 'nasbench101' });
    for (const [, settings] of settingsOf(manifest)) expect(settings['epochs']).toBeGreaterThanOrEqual(45);
  });
});
