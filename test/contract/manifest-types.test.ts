/** The JSON Schema lists what the types and the catalogs list. */
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import { dataSets } from '../../schemas/data.ts';
import { engines } from '../../schemas/engine.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import type {
  Limits,
  Paper,
  PublishedValue,
  RandomSearchSettings,
  RandomWsSettings,
  ReportColumn,
  ReportSettings,
  ResolvedManifest,
  SearchStage,
  Selection,
  TaskSettings,
  TrainStage,
} from '../../schemas/manifest.ts';
import { metricCatalog } from '../../schemas/metrics.ts';

describe('the schema and the catalogs', () => {
  const { $defs } = schema;

  it('name the same engines, data sets and metrics', () => {
    expect($defs.engine.enum).toEqual(Object.keys(engines));
    expect($defs.task.properties.data.enum).toEqual(Object.keys(dataSets));
    expect($defs.metric.enum).toEqual(Object.keys(metricCatalog));
  });

  it('let a selection see validation metrics only', () => {
    const validation = Object.keys(metricCatalog).filter((name) => name.startsWith('validation.'));
    expect($defs.selection.properties.metric.enum).toEqual(validation);
  });

  it.each(['randomWs', 'random'] as const)('let every setting of %s stand in its matrix', (method) => {
    const { kind: _, matrix: __, ...settings } = $defs[method].properties;
    const { properties } = $defs[`${method}Matrix`];
    expect(Object.keys(properties)).toEqual(Object.keys(settings));
    for (const [name, grid] of Object.entries(properties)) {
      expect(grid).toEqual({ $ref: '#/$defs/grid', items: { $ref: `#/$defs/${name}` } });
    }
  });
});

/** Each list is complete, or it does not compile. */
type KeysOf<T> = Record<keyof T, true>;

describe('the schema and the types', () => {
  const optimizer = {
    epochs: true,
    batchSize: true,
    learningRate: true,
    learningRateMin: true,
    momentum: true,
    weightDecay: true,
    gradientClip: true,
    initialChannels: true,
    layers: true,
    cropPadding: true,
    flip: true,
    cutout: true,
  } as const;
  const training = { ...optimizer, auxiliaryWeight: true, dropPath: true } as const;
  const randomWs: KeysOf<RandomWsSettings> = {
    ...optimizer,
    kind: true,
    evaluated: true,
    scoringBatches: true,
    rescored: true,
    inactiveOperations: true,
  };
  const random: KeysOf<RandomSearchSettings> = { ...training, kind: true, evaluated: true };
  const trainStage: KeysOf<TrainStage> = {
    ...training,
    kind: true,
    seeds: true,
    from: true,
    select: true,
    measure: true,
  };
  const searchStage: KeysOf<SearchStage> = { kind: true, seeds: true };
  const selection: KeysOf<Selection> = { metric: true, keep: true, ties: true };
  const report: KeysOf<ReportSettings> = { title: true, rows: true, columns: true, published: true };
  const column: KeysOf<ReportColumn> = { metric: true, stage: true, show: true, label: true };
  const publishedValue: KeysOf<PublishedValue> = { mean: true, std: true, best: true, n: true };
  const paper: KeysOf<Paper> = { title: true, authors: true, year: true, arxiv: true, table: true };
  const task: KeysOf<TaskSettings> = { kind: true, data: true, trainPortion: true };
  const limits: KeysOf<Limits> = { timeoutMinutes: true, retries: true };
  const manifest: KeysOf<ResolvedManifest> = {
    id: true,
    title: true,
    paper: true,
    engine: true,
    task: true,
    space: true,
    seedSets: true,
    methods: true,
    stages: true,
    reports: true,
    limits: true,
  };
  /** Keys that a person writes and that are resolved away. */
  const written: Readonly<Record<string, readonly string[]>> = {
    manifest: ['profiles'],
    randomWs: ['matrix'],
    random: ['matrix'],
  };

  const objects = {
    ...{ manifest, paper, task, randomWs, random, searchStage, trainStage, selection, report, column },
    ...{ publishedValue, limits },
  };
  it.each(Object.entries(objects))('have the same keys in %s', (name, keys) => {
    const { properties } = schema.$defs[name as keyof typeof objects];
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(keys), ...(written[name] ?? [])].sort());
  });

  it('give every key that is not optional in its type a default, unless it is required', () => {
    const full = loadManifest('test/fixtures/manifests/good/small.yaml');
    if (!full.ok) throw new Error(renderProblems(full.failures));
    const { manifest: resolved } = full.value;
    expect(Object.keys(resolved).sort()).toEqual(Object.keys(manifest).sort());
    expect(Object.keys(resolved.methods['rsws']?.settings ?? {}).sort()).toEqual(
      Object.keys(randomWs).sort(),
    );
    expect(Object.keys(resolved.stages['retrain'] ?? {}).sort()).toEqual(Object.keys(trainStage).sort());
    expect(Object.keys(resolved.limits).sort()).toEqual(Object.keys(limits).sort());
  });
});
