/** The JSON Schema lists what the types and the catalogs list. */
import { describe, expect, expectTypeOf, it } from 'vitest';
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
import type { LanguageTrainingSettings, MethodSettings, TrainingSettings } from '../../schemas/methods.ts';
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

type Defs = (typeof schema)['$defs'];
type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;
type Kind = MethodSettings['kind'];

/** The keys that the schema allows in a definition. */
type Written<D extends keyof Defs> = Defs[D] extends { readonly properties: infer P } ? keyof P : never;

/** `true`, or the keys that only one of the two has. */
type Agreement<A, B> = [A, B] extends [B, A] ? true : Exclude<A, B> | Exclude<B, A>;

/** A method may stand in a matrix; the types know only what comes out of it. */
type MethodAgreement = {
  readonly [K in Kind]: Agreement<
    Exclude<Written<Camel<K> & keyof Defs>, 'matrix'>,
    Exclude<keyof Extract<MethodSettings, { readonly kind: K }>, 'matrix'>
  >;
};

/** Compiled, these say where schema and types differ: by `npm run typecheck`. */
describe('the schema and the types', () => {
  it('have the same keys in every method', () => {
    expectTypeOf<MethodAgreement>().toEqualTypeOf<{ readonly [K in Kind]: true }>();
    expectTypeOf<Camel<Kind>>().toExtend<keyof Defs>();
  });

  it('have the same keys in everything else', () => {
    // Profiles are resolved away.
    expectTypeOf<Agreement<Written<'manifest'>, keyof ResolvedManifest | 'profiles'>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'paper'>, keyof Paper>>().toEqualTypeOf<true>();
    expectTypeOf<
      Agreement<Written<'imageClassification'>, keyof ImageClassification>
    >().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'languageModelling'>, keyof LanguageModelling>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'tabularBenchmark'>, keyof TabularBenchmarkTask>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'searchStage'>, keyof SearchStage>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'trainStage'>, keyof TrainStage>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'trainLanguageStage'>, keyof TrainLanguageStage>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'trial'>, keyof TrainingSettings>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'languageTrial'>, keyof LanguageTrainingSettings>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'selection'>, keyof Selection>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'tableReport'>, keyof TableReport>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'column'>, keyof ReportColumn>>().toEqualTypeOf<true>();
    expectTypeOf<
      Agreement<Written<'publishedValue'>, Exclude<keyof PublishedValue, 'written'>>
    >().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'limits'>, keyof Limits>>().toEqualTypeOf<true>();
  });

  it('give every key that is not optional in its type a default, unless it is required', () => {
    const full = loadManifest('test/fixtures/manifests/good/small.yaml');
    if (!full.ok) throw new Error(renderProblems(full.failures));
    const { manifest: resolved } = full.value;
    const keysOf = (name: string): string[] => Object.keys(definition(name).properties);
    const expectKeys = (found: object | undefined, name: string, gone: string): void =>
      expect(Object.keys(found ?? {}).sort(), name).toEqual(
        keysOf(name)
          .filter((key) => key !== gone)
          .sort(),
      );
    expectKeys(resolved, 'manifest', 'profiles');
    expectKeys(resolved.methods['rsws']?.settings, 'randomWs', 'matrix');
    expectKeys(resolved.stages['retrain'], 'trainStage', '');
    expectKeys(resolved.limits, 'limits', '');
  });
});
