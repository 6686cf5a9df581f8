/** What `reprise diff --json` prints: where two pieces of evidence of an experiment differ, in the order of cause and effect. */
import { type Static, Type } from '@sinclair/typebox';
import { commitSchema, contract, exact, seedSchema } from './contract.ts';

const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const orNull = <S extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Number>>(schema: S) =>
  Type.Union([schema, Type.Null()]);

const sideSchema = exact({
  /** As the command line names it. */
  name: text,
  kind: Type.Union([
    Type.Literal('store'),
    Type.Literal('lock'),
    Type.Literal('archive'),
    Type.Literal('run'),
    Type.Literal('rerun'),
  ]),
  id: orNull(text),
  /** `base` without one. */
  profile: orNull(text),
  /** That its results are of; null where they may be of several. */
  commit: Type.Union([commitSchema, Type.Null()]),
});

/** Null where a side has no such thing. */
const valueDifference = exact({ name: text, a: orNull(text), b: orNull(text) });
const values = Type.Array(valueDifference);
/** Clauses that name the side, and why it does not tell. */
const unknown = Type.Array(text);

/** In the metric's own unit; text for numbers that JSON cannot hold, such as `NaN`. */
const measured = Type.Union([Type.Number(), text, Type.Null()]);
/** b - a; null where one of the two is no number. */
const difference = orNull(Type.Number());
const metricDifference = exact({ name: text, a: measured, b: measured, difference });

const jobDifference = exact({
  label: text,
  seed: exact({ a: Type.Union([seedSchema, Type.Null()]), b: Type.Union([seedSchema, Type.Null()]) }),
  /** Whether the key, and so code, parameters, inputs and seed, is the same. */
  computation: Type.Union([Type.Literal('same'), Type.Literal('other'), Type.Literal('unknown')]),
  /** Of another computation: the fields that its key is made of and that differ. */
  because: values,
  /** `only a`, `only b`: the other side has the job and no result of it. */
  result: Type.Union([
    Type.Literal('differs'),
    Type.Literal('equal'),
    Type.Literal('only a'),
    Type.Literal('only b'),
    Type.Literal('unknown'),
  ]),
  /** Names of output files that differ, or that one side lacks. */
  outputs: Type.Array(text),
  metrics: Type.Array(metricDifference),
});

const cellDifference = exact({
  report: text,
  row: text,
  column: text,
  a: measured,
  b: measured,
  difference,
});

const diffSchema = exact({
  formatVersion: Type.Literal(1),
  a: sideSchema,
  b: sideSchema,
  /** Whether nothing differs of what both sides tell. */
  isEqual: Type.Boolean(),
  /** Names are dotted paths in the resolved manifest, values JSON text. */
  manifest: exact({ fields: values, unknown }),
  code: exact({
    /** Sources that jobs reach, with git's ids. */
    files: values,
    /** Packages that jobs reach or that build them, with version and integrity. */
    packages: values,
    /** Options of the build and fields of package.json. */
    settings: values,
    /** Folders and files of the program, with git's ids; empty where it is known what of them jobs reach. */
    parts: values,
    unknown,
  }),
  environment: exact({
    /** `jobs`: how many ran so in both. */
    fields: Type.Array(exact({ name: text, a: orNull(text), b: orNull(text), jobs: count })),
    unknown,
  }),
  jobs: exact({
    /** In the graphs of both. */
    inBoth: count,
    onlyA: Type.Array(text),
    onlyB: Type.Array(text),
    /** In graph order: other seed, outputs or metrics, or a result on one side alone. */
    differing: Type.Array(jobDifference),
    /** Other computations with the same result, or with one that a side does not tell. */
    otherKeys: Type.Array(jobDifference),
    unknown,
  }),
  reports: exact({ files: values, cells: Type.Array(cellDifference), unknown }),
});

export const diffFormat = contract('diff', diffSchema);

export type RunDiff = Readonly<Static<typeof diffSchema>>;
export type DiffSide = Readonly<Static<typeof sideSchema>>;
export type ValueDifference = Readonly<Static<typeof valueDifference>>;
export type MetricDifference = Readonly<Static<typeof metricDifference>>;
export type JobDifference = Readonly<Static<typeof jobDifference>>;
export type CellDifference = Readonly<Static<typeof cellDifference>>;
