/** The JSON Schema lists what the types and the catalogs list. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { loadManifest, renderProblems } from '../../runner/manifest/index.ts';
import type { ReportColumn, TableReport } from '../../runner/report/kinds/table/settings.ts';
import type { PublishedValue } from '../../runner/report/settings/published.ts';
import { dataSets } from '../../schemas/data.ts';
import { engines } from '../../schemas/engine.ts';
import { methodForms, methodsFor, tasksFit } from '../../schemas/fit.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import type { Limits, Paper, ResolvedManifest, SearchStage, Selection } from '../../schemas/manifest.ts';
import { metricCatalog } from '../../schemas/metrics.ts';

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
    expect([...$defs.space.properties.name.enum, 'declared']).toEqual(Object.keys(methodsFor));
    expect($defs.metric.examples).toEqual(Object.keys(metricCatalog));
  });

  it.each(Object.entries(tasksFit))('offer the data sets that fit %s', (task, { data }) => {
    const fitting = Object.values(dataSets).filter((set) => set.kind === data);
    if (data === 'files') return;
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
    expect($defs.selection.properties.metric.examples).toEqual(validation);
  });

  const forms = Object.keys(tasksFit).flatMap((task) => kindsOf(definition(`${camel(task)}Method`)));

  it.each([...new Set(forms)])('let every plain setting of %s stand in its matrix', (name) => {
    const { matrix, ...all } = definition(name).properties;
    const apart = ['kind', 'trial', 'method', 'label', 'valueLabels', 'seedSets', 'skip'];
    const settings = Object.fromEntries(Object.entries(all).filter(([key]) => !apart.includes(key)));
    const { properties } = definition(matrix?.$ref?.replace('#/$defs/', '') ?? '');
    expect(Object.keys(properties)).toEqual(Object.keys(settings));
    for (const [key, grid] of Object.entries(properties)) {
      const { default: _, ...law } = settings[key] ?? {};
      expect(grid).toEqual({ $ref: '#/$defs/grid', items: law });
    }
  });
});

type Defs = (typeof schema)['$defs'];

/** The keys that the schema allows in a definition. */
type Written<D extends keyof Defs> = Defs[D] extends { readonly properties: infer P } ? keyof P : never;

/** `true`, or the keys that only one of the two has. */
type Agreement<A, B> = [A, B] extends [B, A] ? true : Exclude<A, B> | Exclude<B, A>;

/** Compiled, these say where schema and types differ: by `npm run typecheck`. */
describe('the schema and the types', () => {
  it('have the same keys; those of methods and trainings are made of their types', () => {
    // Profiles are resolved away.
    expectTypeOf<Agreement<Written<'manifest'>, keyof ResolvedManifest | 'profiles'>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'paper'>, keyof Paper>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'searchStage'>, keyof SearchStage>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'selection'>, Exclude<keyof Selection, 'goal'>>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'tableReport'>, keyof TableReport>>().toEqualTypeOf<true>();
    expectTypeOf<Agreement<Written<'column'>, Exclude<keyof ReportColumn, 'info'>>>().toEqualTypeOf<true>();
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
    const expectKeys = (found: object | undefined, name: string, ...gone: string[]): void =>
      expect(Object.keys(found ?? {}).sort(), name).toEqual(
        keysOf(name)
          .filter((key) => !gone.includes(key))
          .sort(),
      );
    const beside = ['matrix', 'label', 'valueLabels', 'seedSets', 'skip'];
    expectKeys(resolved, 'manifest', 'profiles');
    expectKeys(resolved.methods['rsws']?.settings, 'randomWsImageClassification', ...beside);
    expectKeys(resolved.stages['retrain'], 'trainStage');
    expectKeys(resolved.limits, 'limits');
  });
});
