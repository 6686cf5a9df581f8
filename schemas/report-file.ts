/**
 * The parts of a report's files by which two runs are compared: which jobs stand behind what. Other fields may be there,
 * so that a runner can compare reports that an older one has made.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { contract, jobKeySchema } from './contract.ts';
import { type MetricName, metricCatalog } from './metrics.ts';

const open = <P extends Record<string, TSchema>>(fields: P) => Type.Object(fields);

const metricNameSchema = Type.Unsafe<MetricName>(
  Type.Union(Object.keys(metricCatalog).map((name) => Type.Literal(name))),
);
const measured = { metric: metricNameSchema, label: Type.String() };
const row = { label: Type.String(), seedSet: Type.Union([Type.Null(), Type.String()]) };
const missing = { missing: Type.Array(Type.Unknown()) };
const numberOrNull = Type.Union([Type.Null(), Type.Number()]);

const tableSchema = open({
  kind: Type.Literal('table'),
  columns: Type.Array(open(measured)),
  rows: Type.Array(
    open({
      ...row,
      cells: Type.Array(open({ values: Type.Array(open({ jobKey: jobKeySchema })), ...missing })),
    }),
  ),
});

const pairsSchema = open({
  kind: Type.Union([Type.Literal('correlation'), Type.Literal('scatter')]),
  x: open(measured),
  y: open(measured),
  rows: Type.Array(
    open({
      ...row,
      pairs: Type.Array(open({ xJobKey: jobKeySchema, yJobKey: jobKeySchema })),
      ...missing,
    }),
  ),
});

/** Methods against their baselines. */
const pairedSchema = open({
  kind: Type.Literal('paired'),
  ...measured,
  rows: Type.Array(
    open({
      label: Type.String(),
      baseline: open({ label: Type.String() }),
      pairs: Type.Array(open({ jobKey: jobKeySchema, baselineJobKey: jobKeySchema })),
      ...missing,
    }),
  ),
});

const curveLineSchema = open({
  label: Type.String(),
  runs: Type.Array(open({ jobKey: jobKeySchema })),
  points: Type.Array(open({ x: Type.Number(), y: Type.Number(), low: numberOrNull, high: numberOrNull })),
  ...missing,
});

const curveSchema = open({
  kind: Type.Literal('curve'),
  y: open({ label: Type.String() }),
  rows: Type.Array(curveLineSchema),
});

/** The rows of data, which say nothing of themselves. */
const rowsSchema = Type.Array(Type.Object({}));

export const reportFileContract = contract(
  'report',
  Type.Union([tableSchema, pairsSchema, pairedSchema, curveSchema, rowsSchema]),
);
/** Where the rows of data come from. */
export const rowsProvenanceContract = contract('provenance', open(missing));

export type TableFile = Static<typeof tableSchema>;
export type PairsFile = Static<typeof pairsSchema>;
export type PairedFile = Static<typeof pairedSchema>;
export type CurveFile = Static<typeof curveSchema>;
export type CurveLine = Static<typeof curveLineSchema>;
export type RowsFile = Static<typeof rowsSchema>;
export type ReportFile = TableFile | PairsFile | PairedFile | CurveFile | RowsFile;
