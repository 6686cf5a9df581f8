import { describe, expect, it } from 'vitest';
import { type LoadOptions, loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import { manifestText, writeManifest } from './write-manifest.ts';

const fixtures = 'test/fixtures/manifests';

function load(file: string, options: LoadOptions = {}) {
  const result = loadManifest(file, options);
  if (!result.ok) throw new Error(renderProblems(result.failures));
  return result.value;
}

const manifestOf = (file: string, options?: LoadOptions) => load(file, options).manifest;

describe('a manifest', () => {
  it('is resolved with the published defaults and nothing else', () => {
    expect(manifestOf(`${fixtures}/good/small.yaml`)).toMatchInlineSnapshot(`
      {
        "engine": "wasm",
        "id": "small",
        "limits": {
          "retries": 1,
          "timeoutMinutes": 10080,
        },
        "methods": {
          "rsws": {
            "label": null,
            "matrix": {},
            "seedSets": {},
            "settings": {
              "batchSize": 64,
              "cropPadding": 4,
              "cutout": 0,
              "cutoutProbability": 1,
              "epochs": 8,
              "evaluated": 40,
              "flip": true,
              "gradientClip": 5,
              "inactiveOperations": "run",
              "initialChannels": 8,
              "kind": "random-ws",
              "layers": 3,
              "learningRate": 0.025,
              "learningRateMin": 0.001,
              "momentum": 0.9,
              "rescored": 10,
              "scoringBatches": 10,
              "scoringRound": 1000,
              "weightDecay": 0.0003,
            },
            "skip": [],
            "valueLabels": {},
          },
        },
        "paper": null,
        "reports": {
          "table": {
            "columns": [
              {
                "label": "Test error",
                "metric": "test.errorPercent",
                "show": "mean",
                "stage": "evaluate",
              },
            ],
            "kind": "table",
            "published": {},
            "rows": "method",
            "title": "Test error",
          },
        },
        "seedSets": {
          "first": [
            1,
            2,
            3,
          ],
          "second": [
            101,
            102,
            103,
          ],
        },
        "space": {
          "name": "darts-cnn",
        },
        "stages": {
          "evaluate": {
            "auxiliaryWeight": 0,
            "batchSize": 32,
            "cropPadding": 4,
            "cutout": 0,
            "dropPath": 0,
            "epochs": 8,
            "flip": true,
            "from": "retrain",
            "gradientClip": 5,
            "initialChannels": 8,
            "kind": "train",
            "labelSmoothing": 0,
            "layers": 3,
            "learningRate": 0.025,
            "learningRateDecay": 0.97,
            "learningRateMin": 0,
            "measure": "test",
            "measureAt": {},
            "momentum": 0.9,
            "nesterov": false,
            "rateWarmUpEpochs": 0,
            "schedule": "cosine",
            "seeds": {
              "count": 3,
            },
            "select": {
              "keep": 1,
              "metric": "validation.errorPercent",
              "ties": "lowest-seed",
            },
            "stem": "cifar",
            "weightDecay": 0.0003,
          },
          "retrain": {
            "auxiliaryWeight": 0,
            "batchSize": 32,
            "cropPadding": 4,
            "cutout": 0,
            "dropPath": 0,
            "epochs": 6,
            "flip": true,
            "from": "search",
            "gradientClip": 5,
            "initialChannels": 8,
            "kind": "train",
            "labelSmoothing": 0,
            "layers": 3,
            "learningRate": 0.025,
            "learningRateDecay": 0.97,
            "learningRateMin": 0,
            "measure": "validation",
            "measureAt": {},
            "momentum": 0.9,
            "nesterov": false,
            "rateWarmUpEpochs": 0,
            "schedule": "cosine",
            "seeds": "each",
            "select": null,
            "stem": "cifar",
            "weightDecay": 0.0003,
          },
          "search": {
            "kind": "search",
            "seeds": "each",
          },
        },
        "task": {
          "benchmark": null,
          "data": "textures10",
          "kind": "image-classification",
          "rankedAfter": [],
          "trainPortion": 0.5,
        },
        "title": "A small experiment",
      }
    `);
  });

  it('keeps every key that is written', () => {
    expect(manifestOf(`${fixtures}/good/full.yaml`)).toMatchInlineSnapshot(`
      {
        "engine": "wasm",
        "id": "full",
        "limits": {
          "retries": 0,
          "timeoutMinutes": 10,
        },
        "methods": {
          "random": {
            "label": null,
            "matrix": {},
            "seedSets": {},
            "settings": {
              "evaluations": 2,
              "kind": "random",
              "logicalWorkers": 2,
              "operations": "space",
              "simulatedSeconds": 0,
              "totalEpochs": 0,
              "trial": {
                "auxiliaryWeight": 0.4,
                "batchSize": 16,
                "cropPadding": 4,
                "cutout": 0,
                "dropPath": 0.2,
                "epochs": 2,
                "flip": true,
                "gradientClip": 5,
                "initialChannels": 4,
                "labelSmoothing": 0,
                "layers": 3,
                "learningRate": 0.025,
                "learningRateDecay": 0.97,
                "learningRateMin": 0,
                "momentum": 0.9,
                "nesterov": false,
                "objective": "last",
                "rateWarmUpEpochs": 0,
                "resume": false,
                "schedule": "cosine",
                "scheduleEpochs": 0,
                "stem": "cifar",
                "weightDecay": 0.0003,
              },
            },
            "skip": [],
            "valueLabels": {},
          },
          "rsws": {
            "label": null,
            "matrix": {
              "flip": [
                true,
                false,
              ],
              "learningRate": [
                0.1,
                0.2,
              ],
            },
            "seedSets": {},
            "settings": {
              "batchSize": 16,
              "cropPadding": 1,
              "cutout": 2,
              "cutoutProbability": 1,
              "epochs": 2,
              "evaluated": 4,
              "flip": false,
              "gradientClip": 1,
              "inactiveOperations": "skip",
              "initialChannels": 4,
              "kind": "random-ws",
              "layers": 3,
              "learningRate": 0.1,
              "learningRateMin": 0.01,
              "momentum": 0.5,
              "rescored": 2,
              "scoringBatches": 2,
              "scoringRound": 1000,
              "weightDecay": 0.001,
            },
            "skip": [],
            "valueLabels": {},
          },
        },
        "paper": {
          "arxiv": "1902.07638",
          "authors": "A. Author",
          "table": "5",
          "title": "A paper",
          "year": 2019,
        },
        "reports": {
          "table": {
            "columns": [
              {
                "label": "Best",
                "metric": "test.errorPercent",
                "show": "best",
                "stage": "evaluate",
              },
            ],
            "kind": "table",
            "published": {
              "rsws": {
                "test.errorPercent": {
                  "best": 2.9,
                  "mean": 3,
                  "n": 10,
                  "std": 0.1,
                },
              },
            },
            "rows": "method",
            "title": "Test error",
          },
        },
        "seedSets": {
          "first": [
            1,
            2,
          ],
          "second": [
            101,
            102,
          ],
        },
        "space": {
          "name": "darts-cnn",
        },
        "stages": {
          "evaluate": {
            "auxiliaryWeight": 0,
            "batchSize": 16,
            "cropPadding": 4,
            "cutout": 0,
            "dropPath": 0,
            "epochs": 2,
            "flip": true,
            "from": "search",
            "gradientClip": 5,
            "initialChannels": 4,
            "kind": "train",
            "labelSmoothing": 0,
            "layers": 3,
            "learningRate": 0.025,
            "learningRateDecay": 0.97,
            "learningRateMin": 0,
            "measure": "test",
            "measureAt": {},
            "momentum": 0.9,
            "nesterov": false,
            "rateWarmUpEpochs": 0,
            "schedule": "cosine",
            "seeds": {
              "count": 3,
            },
            "select": {
              "keep": 1,
              "metric": "validation.loss",
              "ties": "fewest-parameters",
            },
            "stem": "cifar",
            "weightDecay": 0.0003,
          },
          "search": {
            "kind": "search",
            "seeds": "each",
          },
        },
        "task": {
          "benchmark": null,
          "data": "textures10",
          "kind": "image-classification",
          "rankedAfter": [],
          "trainPortion": 0.5,
        },
        "title": "Every key at least once",
      }
    `);
  });

  it('has a digest of its canonical encoding, which comments and the order of keys do not change', () => {
    const { manifest, digest } = load(writeManifest());
    expect(digest).toBe(canonicalDigest(manifest));
    const lines = manifestText().split('\n');
    const task = lines.findIndex((line) => line.startsWith('task:'));
    const reordered = [lines[task], '# a comment', ...lines.toSpliced(task, 1)].join('\n');
    expect(load(writeManifest(reordered)).digest).toBe(digest);
  });

  it('has another digest when a setting changes', () => {
    const changed = manifestText(['    epochs: 8', '    epochs: 9']);
    expect(load(writeManifest(changed)).digest).not.toBe(load(writeManifest()).digest);
  });

  it('has the same digest whether a default is written or not', () => {
    const written = manifestText(['    epochs: 8', '    epochs: 8\n    momentum: 0.9']);
    expect(load(writeManifest(written)).digest).toBe(load(writeManifest()).digest);
  });

  it('may have Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${manifestText().replaceAll('\n', '\r\n')}`;
    expect(load(writeManifest(text)).digest).toBe(load(writeManifest()).digest);
  });

  it('reads a negative zero as zero', () => {
    const text = manifestText(['    epochs: 8', '    epochs: 8\n    learningRateMin: -0.0']);
    expect(manifestOf(writeManifest(text)).methods['rsws']?.settings).toMatchObject({ learningRateMin: 0 });
  });

  it('may write settings once and refer to them', () => {
    const { methods } = manifestOf(`${fixtures}/good/anchors.yaml`);
    expect(methods['random']?.settings).toMatchObject({ evaluated: 2, epochs: 2, initialChannels: 8 });
    expect(methods['wide']?.settings).toEqual({ ...methods['random']?.settings, initialChannels: 16 });
  });

  it('keeps seed sets, methods and stages in the order of the file', () => {
    const { seedSets, stages } = manifestOf(`${fixtures}/good/small.yaml`);
    expect(Object.keys(seedSets)).toEqual(['first', 'second']);
    expect(Object.keys(stages)).toEqual(['search', 'retrain', 'evaluate']);
  });
});

describe('a manifest that extends another', () => {
  const { manifest, files } = load(`${fixtures}/extends/leaf.yaml`);

  it('names every file it is made of, itself first', () => {
    expect(files).toEqual([
      `${fixtures}/extends/leaf.yaml`,
      `${fixtures}/extends/middle.yaml`,
      `${fixtures}/good/small.yaml`,
    ]);
  });

  it('merges maps, the nearest file winning', () => {
    expect(manifest).toMatchObject({
      id: 'leaf',
      title: 'Built on two others',
      space: { name: 'darts-cnn' },
    });
    expect(manifest.methods['rsws']?.settings).toMatchObject({ epochs: 30, cutout: 4, batchSize: 64 });
    expect(Object.keys(manifest.methods)).toEqual(['rsws', 'random']);
  });

  it('replaces lists', () => {
    expect(manifest.seedSets['first']).toEqual([7, 8]);
  });

  it('has the profiles of all of them, merged', () => {
    const { methods } = manifestOf(`${fixtures}/extends/leaf.yaml`, { profile: 'nano' });
    expect(methods['rsws']?.settings).toMatchObject({ epochs: 2, layers: 2 });
    expect(manifestOf(`${fixtures}/extends/leaf.yaml`, { profile: 'quick' }).task.data).toBe('optdigits');
  });
});

describe('a profile and --set', () => {
  it('replace values, --set last', () => {
    const options = { profile: 'nano', sets: ['methods.rsws.epochs=3', 'seedSets.second=[5, 6]'] };
    const { methods, seedSets } = manifestOf(writeManifest(), options);
    expect(methods['rsws']?.settings).toMatchObject({ epochs: 3 });
    expect(seedSets['second']).toEqual([5, 6]);
  });

  it('reach settings that only have a default, items of lists, and metrics with a dot in their name', () => {
    const sets = [
      'methods.rsws.cutout=8',
      'limits.retries=4',
      'reports.table.columns.0.show=best',
      'reports.table.published={rsws: {test.loss: {mean: 1}}}',
      'reports.table.published.rsws.test.loss.mean=2',
      'methods.rsws.matrix.flip=[true, false]',
    ];
    const { methods, limits, reports } = manifestOf(writeManifest(), { sets });
    expect(methods['rsws']).toMatchObject({ settings: { cutout: 8 }, matrix: { flip: [true, false] } });
    expect(limits.retries).toBe(4);
    expect(reports['table']).toMatchObject({
      columns: [{ show: 'best' }],
      published: { rsws: { 'test.loss': { mean: 2 } } },
    });
  });

  it('can remove a selection', () => {
    const sets = ['stages.evaluate.select=null', 'stages.evaluate.seeds=each'];
    expect(manifestOf(writeManifest(), { sets }).stages['evaluate']).toMatchObject({ select: null });
  });

  it('leave an aliased value alone elsewhere', () => {
    const { methods } = manifestOf(`${fixtures}/good/anchors.yaml`, { sets: ['methods.wide.layers=5'] });
    expect(methods).toMatchObject({ random: { settings: { layers: 3 } }, wide: { settings: { layers: 5 } } });
  });
});
