/** The JSON Schema lists what the types and the catalogs list. */
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import { dataSets } from '../../schemas/data.ts';
import { engines } from '../../schemas/engine.ts';
import { dataKindOf, methodsFor, stagesFor } from '../../schemas/fit.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import type {
  ImageClassification,
  LanguageModelling,
  Limits,
  Paper,
  ResolvedManifest,
  SearchStage,
  Selection,
  TabularBenchmarkTask,
  TrainLanguageStage,
  TrainStage,
} from '../../schemas/manifest.ts';
import type { MethodSettings, TrainingSettings } from '../../schemas/methods.ts';
import { metricCatalog } from '../../schemas/metrics.ts';
import type { PublishedValue, ReportColumn, TableReport } from '../../schemas/reports.ts';

type Properties = Readonly<Record<string, { readonly $ref?: string; readonly enum?: readonly string[] }>>;

const definition = (name: string) =>
  (schema.$defs as Record<string, unknown>)[name] as { readonly properties: Properties };
const camel = (words: string): string => words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const kindsOf = ({ oneOf }: { readonly oneOf: readonly { readonly $ref: string }[] }): string[] =>
  oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));
const methodKinds = [...new Set(Object.values(methodsFor).flatMap((tasks) => Object.values(tasks).flat()))];

describe('the schema and the catalogs', () => {
  const { $defs } = schema;

  it('name the same engines, spaces and metrics', () => {
    expect($defs.engine.enum).toEqual(Object.keys(engines));
    expect($defs.space.properties.name.enum).toEqual(Object.keys(methodsFor));
    expect($defs.metric.enum).toEqual(Object.keys(metricCatalog));
  });

  it.each(Object.entries(dataKindOf))('offer the data sets that fit %s', (task, kind) => {
    const fitting = Object.values(dataSets).filter((set) => set.kind === kind);
    expect(definition(camel(task)).properties['data']?.enum).toEqual(fitting.map(({ name }) => name));
  });

  it('name the same methods and stages', () => {
    expect(kindsOf($defs.method).sort()).toEqual(methodKinds.map(camel).sort());
    const stages = [...new Set(Object.values(stagesFor).flat())].map((kind) => `${camel(kind)}Stage`);
    expect(kindsOf($defs.stage).sort()).toEqual(stages.sort());
  });

  it('let a selection see validation metrics only', () => {
    const validation = Object.keys(metricCatalog).filter((name) => name.startsWith('validation.'));
    expect($defs.selection.properties.metric.enum).toEqual(validation);
  });

  it.each(methodKinds)('let every plain setting of %s stand in its matrix', (kind) => {
    const { kind: _, matrix: __, trial: ___, method: ____, ...settings } = definition(camel(kind)).properties;
    const { properties } = definition(`${camel(kind)}Matrix`);
    expect(Object.keys(properties)).toEqual(Object.keys(settings));
    for (const [name, grid] of Object.entries(properties)) {
      expect(grid).toEqual({ $ref: '#/$defs/grid', items: { $ref: `#/$defs/${name}` } });
    }
  });
});

/** Each list is complete, or it does not compile. */
type KeysOf<T> = Record<keyof T, true>;
type Settings<K extends MethodSettings['kind']> = Extract<MethodSettings, { readonly kind: K }>;

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
  const training: KeysOf<TrainingSettings> = {
    ...optimizer,
    schedule: true,
    learningRateDecay: true,
    rateWarmUpEpochs: true,
    labelSmoothing: true,
    stem: true,
    auxiliaryWeight: true,
    dropPath: true,
  };
  const steps = {
    architectureLearningRate: true,
    architectureMomentum: true,
    architectureWeightDecay: true,
    warmUpEpochs: true,
  } as const;
  const temperatures = { temperatureStart: true, temperatureEnd: true } as const;
  const budget = {
    kind: true,
    evaluations: true,
    simulatedSeconds: true,
    logicalWorkers: true,
    trial: true,
  } as const;
  const halving = { ...budget, eta: true, minEpochs: true, maxEpochs: true } as const;
  const language = {
    epochs: true,
    batchSize: true,
    unroll: true,
    learningRate: true,
    weightDecay: true,
    gradientClip: true,
    width: true,
    dropout: true,
    dropoutHidden: true,
    dropoutInputMask: true,
    dropoutInput: true,
    dropoutEmbedding: true,
    slowness: true,
    averagingPatience: true,
  } as const;
  const scoring = { evaluated: true, scoringBatches: true, rescored: true } as const;
  const methods: { readonly [K in MethodSettings['kind']]: KeysOf<Settings<K>> } = {
    'random-ws': { ...optimizer, ...scoring, kind: true, inactiveOperations: true },
    darts: { ...optimizer, ...steps, kind: true, order: true },
    'pc-darts': { ...optimizer, ...steps, kind: true, partialChannels: true },
    gdas: { ...optimizer, ...steps, ...temperatures, kind: true },
    snas: { ...optimizer, ...steps, ...temperatures, kind: true, dropPath: true },
    'ista-nas': {
      ...optimizer,
      ...steps,
      kind: true,
      variant: true,
      images: true,
      sparseness: true,
      projectionDimensions: true,
      lassoPenalty: true,
      solver: true,
      istaIterations: true,
      freezeTolerance: true,
      finalEpochs: true,
      auxiliaryWeight: true,
      dropPath: true,
      maxParameters: true,
    },
    enas: {
      ...optimizer,
      kind: true,
      controllerSteps: true,
      controllerLearningRate: true,
      entropyWeight: true,
      evaluated: true,
      rescored: true,
    },
    random: budget,
    'regularized-evolution': { ...budget, population: true, sample: true },
    'local-search': budget,
    reinforce: { ...budget, policyLearningRate: true, baselineMomentum: true },
    tpe: { ...budget, startUpTrials: true, gamma: true, candidates: true },
    'successive-halving': { ...halving, configurations: true },
    hyperband: halving,
    asha: halving,
    bohb: {
      ...halving,
      topPercent: true,
      samples: true,
      randomFraction: true,
      bandwidthFactor: true,
      minBandwidth: true,
    },
    fixed: { kind: true, architecture: true },
    tune: {
      kind: true,
      method: true,
      tunedSettings: true,
      evaluations: true,
      logicalWorkers: true,
      eta: true,
      minEpochs: true,
      maxEpochs: true,
      topPercent: true,
      samples: true,
      randomFraction: true,
      bandwidthFactor: true,
      minBandwidth: true,
    },
    exhaustive: { kind: true, maxVertices: true, budgets: true, trial: true },
    'rnn-random-ws': { ...language, ...scoring, kind: true },
    'rnn-darts': { ...language, ...steps, kind: true, order: true },
    'rnn-random': { kind: true, evaluations: true, trial: true },
    'rnn-asha': {
      kind: true,
      eta: true,
      minEpochs: true,
      maxEpochs: true,
      evaluations: true,
      logicalWorkers: true,
      trial: true,
    },
  };
  const stage = { kind: true, seeds: true, from: true, select: true, measure: true } as const;
  const trainStage: KeysOf<TrainStage> = { ...training, ...stage };
  const trainLanguageStage: KeysOf<TrainLanguageStage> = { ...language, ...stage };
  const searchStage: KeysOf<SearchStage> = { kind: true, seeds: true };
  const selection: KeysOf<Selection> = { metric: true, keep: true, ties: true };
  const tableReport: KeysOf<TableReport> = {
    kind: true,
    title: true,
    rows: true,
    columns: true,
    published: true,
  };
  const column: KeysOf<ReportColumn> = { metric: true, stage: true, show: true, label: true };
  const publishedValue: KeysOf<PublishedValue> = { mean: true, std: true, best: true, n: true };
  const paper: KeysOf<Paper> = { title: true, authors: true, year: true, arxiv: true, table: true };
  const imageClassification: KeysOf<ImageClassification> = {
    kind: true,
    data: true,
    trainPortion: true,
    benchmark: true,
  };
  const languageModelling: KeysOf<LanguageModelling> = { kind: true, data: true };
  const tabularBenchmark: KeysOf<TabularBenchmarkTask> = { kind: true, data: true };
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
  const objects: Readonly<Record<string, object>> = {
    ...{ manifest, paper, imageClassification, languageModelling, tabularBenchmark, searchStage },
    ...{ trainStage, trainLanguageStage, trial: training, languageTrial: language, selection },
    ...{ tableReport, column, publishedValue, limits },
  };

  it.each(Object.entries(objects))('have the same keys in %s', (name, keys) => {
    // Profiles are resolved away.
    const written = name === 'manifest' ? ['profiles'] : [];
    expect(Object.keys(definition(name).properties).sort()).toEqual(
      [...Object.keys(keys), ...written].sort(),
    );
  });

  it.each(Object.entries(methods))('have the same keys in the method %s', (kind, keys) => {
    const found = Object.keys(definition(camel(kind)).properties).filter((key) => key !== 'matrix');
    expect(found.sort()).toEqual(Object.keys(keys).sort());
  });

  it('give every key that is not optional in its type a default, unless it is required', () => {
    const full = loadManifest('test/fixtures/manifests/good/small.yaml');
    if (!full.ok) throw new Error(renderProblems(full.failures));
    const { manifest: resolved } = full.value;
    expect(Object.keys(resolved).sort()).toEqual(Object.keys(manifest).sort());
    expect(Object.keys(resolved.methods['rsws']?.settings ?? {}).sort()).toEqual(
      Object.keys(methods['random-ws']).sort(),
    );
    expect(Object.keys(resolved.stages['retrain'] ?? {}).sort()).toEqual(Object.keys(trainStage).sort());
    expect(Object.keys(resolved.limits).sort()).toEqual(Object.keys(limits).sort());
  });
});
