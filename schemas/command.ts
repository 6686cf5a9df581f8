/** The task `command`: a program of the user's own trains and measures. What a resolved manifest and its jobs hold of it. */
import { type Static, Type } from '@sinclair/typebox';
import { contract } from './contract.ts';
import { type EngineInfo, type EngineName, engines } from './engine.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { type DeclaredMetric, type MetricInfo, metricCatalog } from './metrics.ts';

/** Raise when the files that a program reads and writes change their meaning; part of every key of such a job. */
export const commandVersion = 1;

const goal = Type.Union([Type.Literal('minimize'), Type.Literal('maximize')]);
const metricName = Type.Unsafe<DeclaredMetric['name']>(
  Type.String({ pattern: '^(?:validation|test)\\.[A-Za-z][A-Za-z0-9_-]*$' }),
);

/** All that can change a result. */
const keyed = {
  kind: Type.Literal('command'),
  /** Program and arguments; no shell reads them. */
  run: Type.Array(Type.String(), { minItems: 1 }),
  /** Patterns of the files that the program may read. */
  code: Type.Array(Type.String()),
  environment: Type.Object({
    /** Files that say what is installed, such as a lock file. */
    files: Type.Array(Type.String()),
    /** Digest of the container image that it runs in; null for none. */
    image: Type.Union([Type.String(), Type.Null()]),
    variables: Type.Record(Type.String(), Type.String()),
  }),
  /** Name to path. */
  data: Type.Record(Type.String(), Type.String()),
  /** In the order of the manifest; the first one of validation is what methods are told. */
  metrics: Type.Array(Type.Object({ name: metricName, goal }), { minItems: 1 }),
  determinism: Type.Union([Type.Literal('bit-exact'), Type.Literal('tolerance')]),
};

/** Changes no result, and so no key. */
const unkeyed = {
  resources: Type.Object({
    /** Such as `8GiB`; null for no limit. */
    memory: Type.Union([Type.String(), Type.Null()]),
    /** Null for the limit of the manifest. */
    minutes: Type.Union([Type.Number(), Type.Null()]),
    /** Of one job; left out for none. */
    gpus: Type.Optional(Type.Integer({ minimum: 0 })),
    /** That must be free on each of them, such as `8GiB`; left out for any. */
    gpuMemory: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    /** How many such jobs may share one of them; left out for one. */
    sharesPerGpu: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  isolation: Type.Union([Type.Literal('none'), Type.Literal('bwrap')]),
};

const keyedCommandSchema = Type.Object(keyed);
const commandLimitsSchema = Type.Object(unkeyed);

/** The task as the parameters of a job hold it. */
export type KeyedCommand = Readonly<Static<typeof keyedCommandSchema>>;
export const keyedCommand = contract('task', keyedCommandSchema);
/** What a manifest says besides, for all of its jobs. */
export type CommandLimits = Readonly<Static<typeof commandLimitsSchema>>;
export const commandLimits = contract('task', commandLimitsSchema);

export const isCommandTask = (
  task: JsonValue | undefined,
): task is JsonObject & { readonly kind: 'command' } =>
  typeof task === 'object' &&
  task !== null &&
  !Array.isArray(task) &&
  Reflect.get(task, 'kind') === 'command';

/** The task without what changes no result, as it enters the parameters of jobs. */
export function keyedTask(task: JsonObject): JsonObject {
  if (!isCommandTask(task)) return { ...task };
  const { resources: _, isolation: __, metrics, ...rest } = task;
  const shown = Array.isArray(metrics) ? metrics : [];
  return { ...rest, metrics: shown.map(({ name, goal }) => ({ name, goal })) };
}

/** What promises the results of a task: its own program, or else the engine. */
export function engineOf(task: JsonValue | undefined, engine: EngineName): EngineInfo {
  if (!isCommandTask(task)) return engines[engine];
  const determinism = task['determinism'] === 'bit-exact' ? 'bit-exact' : 'tolerance';
  return { name: 'command', version: commandVersion, determinism };
}

/** What a manifest may write of a metric: its goal, or a map with more. */
type WrittenMetric = MetricInfo['goal'] | (Pick<MetricInfo, 'goal'> & Partial<MetricInfo>);

const isInCatalog = (name: string): name is keyof typeof metricCatalog => Object.hasOwn(metricCatalog, name);

/** Of the map that a manifest has: in its order, with whatever is left out. Empty for a task that declares none. */
export function declaredMetrics(written: JsonValue | undefined): DeclaredMetric[] {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return [];
  // The schema of manifests is the proof.
  const entries = Object.entries(written) as unknown as [DeclaredMetric['name'], WrittenMetric][];
  return entries.map(([name, metric]) => {
    const known: Partial<MetricInfo> = isInCatalog(name) ? metricCatalog[name] : {};
    const { goal, ...own } = typeof metric === 'string' ? { goal: metric } : metric;
    const { label = name, unit = '', digits = 3 } = { ...known, ...own };
    return { name, label, unit, digits, goal };
  });
}

const units = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Of a size such as `8GiB`; undefined for a text that is none. */
export function bytesOf(size: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(B|KiB|MiB|GiB|TiB)$/.exec(size) ?? [];
  const factor = Object.entries(units).find(([name]) => name === unit)?.[1];
  return factor === undefined ? undefined : Math.floor(Number(digits) * factor);
}
