/** Pairs for programs: those behind a table of correlations as well as the points of a scatter plot. */
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { type Contract, contract, exact, jobKeySchema, seedSchema } from '../../../schemas/contract.ts';
import {
  countSchema,
  defined,
  measuredFields,
  missingJson,
  missingSchema,
  rowsAreSchema,
  text,
  textOrNull,
} from '../data-parts.ts';
import type { JobSource, SeedPair, SeedValue } from '../report-input.ts';
import type { CorrelationRow, CorrelationTable, PairAxis } from './correlation-table.ts';

const problemSchema = Type.Union([
  exact({ reason: Type.Literal('too-few-pairs'), needed: countSchema }),
  exact({ reason: Type.Literal('constant'), axis: Type.Union([Type.Literal('x'), Type.Literal('y')]) }),
  exact({ reason: Type.Literal('perfect') }),
]);

const coefficient = exact({
  value: Type.Union([Type.Null(), Type.Number()]),
  interval: Type.Union([Type.Null(), Type.Tuple([Type.Number(), Type.Number()])]),
  problem: Type.Union([Type.Null(), problemSchema]),
});

const published = exact({
  note: Type.Optional(text),
  kendall: Type.Optional(Type.Number()),
  spearman: Type.Optional(Type.Number()),
  n: Type.Optional(countSchema),
});

/** Values in the metrics' own units. */
const pairSchema = exact({
  ...{ seed: seedSchema, seedSet: text },
  ...{ x: Type.Number(), y: Type.Number(), xJobKey: jobKeySchema, yJobKey: jobKeySchema },
});

const rowSchema = exact({
  ...{ label: text, method: text, seedSet: textOrNull, n: countSchema },
  ...{ kendall: coefficient, spearman: coefficient },
  published: Type.Union([Type.Null(), published]),
  pairs: Type.Array(pairSchema),
  missing: missingSchema,
});

const pairsSchema = <K extends string>(kind: K) =>
  exact({
    formatVersion: Type.Literal(1),
    kind: Type.Literal(kind),
    ...{ name: text, title: text, rowsAre: rowsAreSchema },
    ...{ x: exact(measuredFields), y: exact(measuredFields), rows: Type.Array(rowSchema) },
  });
export type PairsData = Static<ReturnType<typeof pairsSchema<string>>>;

export const pairsData = (kind: string): Contract<PairsData> => contract(kind, pairsSchema(kind));

export function renderCorrelationJson(table: CorrelationTable): string {
  const { kind, name, title, rowsAre, x, y, rows } = table;
  return `${canonicalJson({
    ...{ formatVersion: 1, kind, name, title, rowsAre },
    ...{ x: axisJson(x), y: axisJson(y), rows: rows.map(rowJson) },
  })}\n`;
}

export function renderCorrelationProvenance({ name, dirty, rows }: CorrelationTable): string {
  const sources = rows.map(({ label, seedSet, pairs }) => ({
    row: label,
    rowSeedSet: seedSet,
    pairs: pairs.map(({ x, y }) => ({ x: withoutValue(x), y: withoutValue(y) })),
  }));
  return `${canonicalJson({ formatVersion: 1, name, dirty, rows: sources })}\n`;
}

/** A metric of a stage, with how to show its numbers. */
export const axisJson = ({ info, metric, stage, label }: PairAxis) => ({
  ...{ metric, stage, label, unit: info.unit, scale: info.scale ?? 1 },
});

const rowJson = ({
  label,
  method,
  seedSet,
  kendall,
  spearman,
  published,
  pairs,
  missing,
}: CorrelationRow) => ({
  ...{ label, method, seedSet, n: pairs.length, kendall, spearman },
  published: published === null ? null : defined({ ...published, written: undefined }),
  pairs: pairs.map(({ x, y }) => ({
    ...{ seed: x.seed, seedSet: x.seedSet, x: x.value, y: y.value, xJobKey: x.jobKey, yJobKey: y.jobKey },
  })),
  missing: missing.map(missingJson),
});

/** Which job a value comes from. */
export const withoutValue = ({ value: _, ...source }: SeedValue): JobSource => source;

/** One of the two values was computed from a tree with uncommitted changes. */
export const isDirty = ({ x, y }: SeedPair): boolean => x.dirty || y.dirty;
