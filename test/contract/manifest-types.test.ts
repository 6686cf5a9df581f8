/** The JSON Schema lists what the types and the catalogs list. */
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import { dataSets } from '../../schemas/data.ts';
import { engines } from '../../schemas/engine.ts';
import { methodForms, methodsFor, tasksFit } from '../../schemas/fit.ts';
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
} from '../../schemas/manifest.ts';
import { metricCatalog } from '../../schemas/metrics.ts';
import type { PublishedValue, ReportColumn, TableReport } from '../../schemas/reports.ts';

interface Property {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
}
type Properties = Readonly<Record<string, Property>>;

const definition = (name: string) =>
  (schema.$defs as Record<string, unknown>)[name] as {
    readonly properties: Properties;
    readonly oneOf: readonly { readonly $ref: string }[];
  };
const camel = (words: string): string => words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const kindsOf = ({ oneOf }: { readonly oneOf: readonly { readonly $ref: string }[] }): string[] =>
  oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));

describe('the schema and the catalogs', () => {
  const { $defs } = schema;

  it('name the same engines, spaces and metrics', () => {
    expect($defs.engine.enum).toEqual(Object.keys(engines));
    expect($defs.space.properties.name.enum).toEqual(Object.keys(methodsFor));
    expect($defs.metric.enum).toEqual(Object.keys(metricCatalog));
  });

  it.each(Object.entries(tasksFit))('offer the data sets that fit %s', (task, { data }) => {
    const fitting = Object.values(dataSets).filter((set) => set.kind === data);
    expect(definition(camel(task)).properties['data']?.enum).toEqual(fitting.map(({ name }) => name));
  });

  it('name the same stages', () => {
    const stages = [...new Set(Object.values(tasksFit).flatMap(({ stages }) => stages))];
    expect(kindsOf($defs.stage).sort()).toEqual(stages.map((kind) => `${camel(kind)}Stage`).sort());
  });

  it.each(Object.keys(tasksFit))('let the methods of %s be told apart by their kinds', (task) => {
    const union = definition(`${camel(task)}Method`);
    const kinds = kindsOf(union).map((name) => definition(name).properties['kind']?.const);
    expect(kinds).toEqual(Object.keys(methodForms));
  });

  it('let a selection see validation metrics only', () => {
    const validation = Object.keys(metricCatalog).filter((name) => name.startsWith('validation.'));
    expect($defs.selection.properties.metric.enum).toEqual(validation);
  });

  const forms = Object.keys(tasksFit).flatMap((task) => kindsOf(definition(`${camel(task)}Method`)));

  it.each([...new Set(forms)])('let every plain setting of %s stand in its matrix', (name) => {
    const { kind: _, matrix, trial: __, method: ___, ...settings } = definition(name).properties;
    const { properties } = definition(matrix?.$ref?.replace('#/$defs/', '') ?? '');
    expect(Object.keys(properties)).toEqual(Object.keys(settings));
    for (const [key, grid] of Object.entries(properties)) {
      const { default: ____, ...law } = settings[key] ?? {};
      expect(grid).toEqual({ $ref: '#/$defs/grid', items: law });
    }
  });
});

/** Each list is complete, or it does not compile. */
type KeysOf<T> = Record<keyof T, true>;

describe('the schema and the types', () => {
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
    ...{ selection, tableReport, column, publishedValue, limits },
  };

  it.each(Object.entries(objects))('have the same keys in %s', (name, keys) => {
    // Profiles are resolved away.
    const written = name === 'manifest' ? ['profiles'] : [];
    expect(Object.keys(definition(name).properties).sort()).toEqual(
      [...Object.keys(keys), ...written].sort(),
    );
  });

  it('give every key that is not optional in its type a default, unless it is required', () => {
    const full = loadManifest('test/fixtures/manifests/good/small.yaml');
    if (!full.ok) throw new Error(renderProblems(full.failures));
    const { manifest: resolved } = full.value;
    expect(Object.keys(resolved).sort()).toEqual(Object.keys(manifest).sort());
    const { matrix: _, ...rsws } = definition('randomWsImageClassification').properties;
    expect(Object.keys(resolved.methods['rsws']?.settings ?? {}).sort()).toEqual(Object.keys(rsws).sort());
    const stage = definition('trainStage').properties;
    expect(Object.keys(resolved.stages['retrain'] ?? {}).sort()).toEqual(Object.keys(stage).sort());
    expect(Object.keys(resolved.limits).sort()).toEqual(Object.keys(limits).sort());
  });
});
