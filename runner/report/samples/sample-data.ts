/** Samples for programs and scripts: the values of every seed, with what a kind of report has computed of them. */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { type Contract, contract, exact } from '../../../schemas/contract.ts';
import type { Claim } from '../../statistics/claim.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { csvText } from '../csv-text.ts';
import {
  countSchema,
  goalSchema,
  jobFields,
  measuredFields,
  missingJson,
  missingSchema,
  rowsAreSchema,
  text,
  textOrNull,
} from '../data-parts.ts';
import { scaled } from '../number-text.ts';
import { axisJson } from '../pairs/pairs-data.ts';
import type { SampleTable } from './sample-table.ts';

/** Values in the metric's own unit. */
const rowSchema = exact({
  ...{ label: text, method: text, seedSet: textOrNull },
  values: Type.Array(exact({ ...jobFields, value: Type.Number(), architecture: textOrNull })),
  missing: missingSchema,
});

const sampleSchema = (kind: string, statistics: TSchema) =>
  exact({
    ...{ formatVersion: Type.Literal(1), kind: Type.Literal(kind), name: text, title: text },
    ...{ rowsAre: rowsAreSchema, ...measuredFields, goal: goalSchema, rows: Type.Array(rowSchema) },
    statistics,
  });
export type SampleData = Static<ReturnType<typeof sampleSchema>>;

/** @param statistics what the kind computes, in the metric's own unit */
export const sampleData = (kind: string, statistics: TSchema): Contract<SampleData> =>
  contract(kind, sampleSchema(kind, statistics));

export function renderSampleJson(table: SampleTable, statistics: unknown): string {
  const { kind, name, title, rowsAre, measured, rows } = table;
  return `${canonicalJson({
    ...{ formatVersion: 1, kind, name, title, rowsAre, ...axisJson(measured), goal: measured.info.goal },
    rows: rows.map(({ label, method, seedSet, values, missing }) => ({
      ...{ label, method, seedSet, missing: missing.map(missingJson) },
      values: values.map((value) => ({
        ...{ seed: value.seed, seedSet: value.seedSet, jobKey: value.jobKey },
        ...{ value: value.value, architecture: value.architecture },
      })),
    })),
    statistics,
  })}\n`;
}

/** One line for each value, in the `unit` of its line. */
export function renderSampleCsv({ measured, rows }: SampleTable): string {
  const { metric, stage, info } = measured;
  const header = [
    'row',
    'method',
    'metric',
    'stage',
    'seedSet',
    'seed',
    'architecture',
    'value',
    'unit',
    'dirty',
  ];
  const lines = rows.flatMap(({ label, method, values }) =>
    values.map(({ seedSet, seed, architecture, value, dirty }) => [
      ...[label, method, metric, stage, seedSet, seed, architecture, scaled(value, info), info.unit],
      dirty ? 'dirty' : '',
    ]),
  );
  return csvText([header, ...lines]);
}

export function renderSampleProvenance({ name, dirty, rows }: SampleTable): string {
  const sources = rows.map(({ label, seedSet, values }) => ({
    row: label,
    rowSeedSet: seedSet,
    values: values.map(({ value: _, architecture: __, ...source }) => source),
  }));
  return `${canonicalJson({ formatVersion: 1, name, dirty, rows: sources })}\n`;
}

const noClaimSchema = Type.Union([
  Type.Null(),
  exact({ reason: Type.Literal('too-few'), found: countSchema, needed: countSchema }),
  exact({ reason: Type.Literal('no-spread') }),
]);

/** A claim: its value, or why there is none. */
export const claimSchema = <S extends TSchema>(value: S) =>
  exact({ value: Type.Union([Type.Null(), value]), problem: noClaimSchema });

export const claimJson = <T>(claim: Claim<T>) =>
  claim.ok ? { value: claim.value, problem: null } : { value: null, problem: onlyFailure(claim.failures) };

export const intervalSchema = exact({ low: Type.Number(), high: Type.Number() });
