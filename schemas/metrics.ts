/**
 * What a job measures. The split is part of the type: a validation number and a test number never share a
 * field, and selection accepts `ValidationMetrics` only.
 */

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { contract, exact, mapOf } from './contract.ts';

const finite = Type.Number();
const count = Type.Integer({ minimum: 0 });

const imageScore = {
  /** Number of images measured. */
  examples: count,
  /** Classification error in percent of the images. */
  errorPercent: finite,
  /** Mean cross-entropy in nats per image. */
  loss: finite,
};

const textScore = {
  /** Number of words predicted. */
  examples: count,
  /** Mean cross-entropy in nats per word. */
  loss: finite,
  /** exp(loss). */
  perplexity: finite,
};

/** What a tabular benchmark tells. */
const tableScore = { errorPercent: finite };

const under = <S extends string, P extends Record<string, TSchema>>(split: S, score: P) =>
  exact({ split: Type.Literal(split), ...score });

/** The numbers that a task `command` declares, under names of its own. */
const declaredScore = <S extends string>(split: S) =>
  Type.Unsafe<{ readonly split: S; readonly [name: string]: number | S }>(
    Type.Object({ split: Type.Literal(split) }, { additionalProperties: finite }),
  );

const validationSchema = Type.Union([
  under('validation', imageScore),
  under('validation', textScore),
  under('validation', tableScore),
  declaredScore('validation'),
]);
const testSchema = Type.Union([
  under('test', imageScore),
  under('test', textScore),
  under('test', tableScore),
  declaredScore('test'),
]);

/** What a tabular benchmark says of the architecture found, by its mean over the repeats at the largest budget. */
const benchmarkSchema = exact({
  testErrorPercent: finite,
  /** Above the smallest mean test error of the table; in NAS-Bench-1Shot1 above the best single run of the space. */
  testRegretPercent: finite,
});

/** How a one-shot model ranks architectures, against their benchmark. */
const correlationSchema = exact({
  /** Kendall's tau-b. */
  kendall: Type.Optional(finite),
  spearman: finite,
  /** Of the thousand recorded runs whose cells have the smallest one-shot errors. */
  spearmanBest: Type.Optional(finite),
  architectures: count,
});

const modelSchema = exact({
  /** Trainable parameters of the evaluated network, without an auxiliary head. */
  parameters: count,
  /** Multiply-accumulate operations of one forward pass on one example (convolution and linear layers). */
  multiplyAdds: count,
});
export type ModelMetrics = Readonly<Static<typeof modelSchema>>;

const costSchema = exact({
  /**
   * Deterministic compute cost in multiply-accumulate operations: a forward pass counts 1x, a training step 3x
   * the multiply-adds of the network that ran. Wall-clock times live in the record, outside every digest.
   */
  multiplyAdds: finite,
  /** Architectures trained or scored. */
  architectures: count,
  /** On a tabular benchmark: the recorded training times of everything that was looked up. */
  simulatedSeconds: Type.Optional(finite),
  /** On a tabular benchmark: of everything that was looked up, each training from its very start. */
  epochs: Type.Optional(count),
});
export type CostMetrics = Readonly<Static<typeof costSchema>>;

/** Why a trial has no score: what it computed was no number. */
const crashSchema = exact({ message: Type.String(), hint: Type.String() });
export type Crash = Readonly<Static<typeof crashSchema>>;

/** What a training measured on its way, by the name that the manifest gives to the moment. */
const earlierSchema = mapOf(
  /^[a-z][A-Za-z0-9]*$/,
  exact({
    /** After which it was, from 1. */
    epoch: Type.Integer({ minimum: 1 }),
    validation: Type.Optional(validationSchema),
    test: Type.Optional(testSchema),
  }),
);

/** The content of a job's `metrics.json`. */
const jobMetricsSchema = exact({
  validation: Type.Optional(validationSchema),
  test: Type.Optional(testSchema),
  earlier: Type.Optional(earlierSchema),
  model: Type.Optional(modelSchema),
  cost: Type.Optional(costSchema),
  benchmark: Type.Optional(benchmarkSchema),
  correlation: Type.Optional(correlationSchema),
  /** Of a trial that crashed; it has no scores. */
  crash: Type.Optional(crashSchema),
});
export type JobMetrics = Readonly<Static<typeof jobMetricsSchema>>;

/** Its schema is also part of the formats that hold metrics. */
export const jobMetricsFormat = contract('metrics.json', jobMetricsSchema);
export { jobMetricsSchema };

/** Every number a report column or a selection may name, with how it is shown. */
export const metricCatalog = {
  'validation.errorPercent': { label: 'Validation error', unit: '%', digits: 2, goal: 'minimize' },
  'validation.loss': { label: 'Validation loss', unit: 'nats', digits: 3, goal: 'minimize' },
  'validation.perplexity': { label: 'Validation perplexity', unit: '', digits: 2, goal: 'minimize' },
  'test.errorPercent': { label: 'Test error', unit: '%', digits: 2, goal: 'minimize' },
  'test.loss': { label: 'Test loss', unit: 'nats', digits: 3, goal: 'minimize' },
  'test.perplexity': { label: 'Test perplexity', unit: '', digits: 2, goal: 'minimize' },
  'model.parameters': { label: 'Parameters', unit: 'M', digits: 3, scale: 1e-6, goal: 'minimize' },
  'model.multiplyAdds': { label: 'Multiply-adds', unit: 'M', digits: 2, scale: 1e-6, goal: 'minimize' },
  'cost.multiplyAdds': {
    label: 'Search cost',
    unit: 'T mult-adds',
    digits: 3,
    scale: 1e-12,
    goal: 'minimize',
  },
  'cost.architectures': { label: 'Architectures', unit: '', digits: 0, goal: 'maximize' },
  'cost.simulatedSeconds': { label: 'Simulated time', unit: 's', digits: 0, goal: 'minimize' },
  'cost.epochs': { label: 'Epochs', unit: '', digits: 0, goal: 'minimize' },
  'benchmark.testErrorPercent': { label: 'Benchmark test error', unit: '%', digits: 2, goal: 'minimize' },
  'benchmark.testRegretPercent': { label: 'Test regret', unit: '%', digits: 2, goal: 'minimize' },
  'correlation.kendall': { label: "Kendall's tau", unit: '', digits: 3, goal: 'maximize' },
  'correlation.spearman': { label: "Spearman's rho", unit: '', digits: 3, goal: 'maximize' },
  'correlation.spearmanBest': {
    label: "Spearman's rho, best 1,000",
    unit: '',
    digits: 3,
    goal: 'maximize',
  },
  'correlation.architectures': { label: 'Ranked', unit: '', digits: 0, goal: 'maximize' },
} as const satisfies Record<string, MetricInfo>;

export interface MetricInfo {
  readonly label: string;
  readonly unit: string;
  /** Decimal places in a report. */
  readonly digits: number;
  /** Multiplied into the value before it is shown. */
  readonly scale?: number;
  readonly goal: 'minimize' | 'maximize';
}

/** One of the catalogue, or one that a task `command` declares. */
export type MetricName = keyof typeof metricCatalog | `${'validation' | 'test'}.${string}`;
/** Selection may look at validation numbers only. */
export type SelectionMetricName = `validation.${string}`;

/** A metric as the task `command` declares it; the first one of validation is what methods are told. */
export interface DeclaredMetric extends MetricInfo {
  readonly name: `${'validation' | 'test'}.${string}`;
}

/** `test.early.errorPercent`: the test error at the moment `early` of a training; without a moment, at its end. */
export interface MetricParts {
  readonly group: string;
  readonly moment: string | null;
  readonly field: string;
}

export function metricParts(name: string): MetricParts {
  const [group = '', ...rest] = name.split('.');
  const [moment = '', field] = rest;
  return field === undefined ? { group, moment: null, field: moment } : { group, moment, field };
}

/** The metric as it is called at the end of a training. */
export function finalMetric(name: string): string {
  const { group, moment, field } = metricParts(name);
  return moment === null || (group !== 'validation' && group !== 'test') ? name : `${group}.${field}`;
}

/**
 * How a metric is shown and which of two values is better.
 * @throws Error when the catalogue lacks it; what a task declares is known where its declaration is
 */
export function metricInfo(name: MetricName): MetricInfo {
  const catalog: Readonly<Record<string, MetricInfo>> = metricCatalog;
  const final = finalMetric(name);
  const info = Object.hasOwn(catalog, final) ? catalog[final] : undefined;
  if (info === undefined) throw new Error(`Internal error: nothing is known of the metric ${name}`);
  return final === name ? info : { ...info, label: `${info.label}, ${metricParts(name).moment}` };
}

/** The value of a metric in a job's metrics, or undefined when the job did not measure it. */
export function readMetric(metrics: JobMetrics, name: MetricName): number | undefined {
  const { group, moment, field } = metricParts(name);
  const measured = moment === null ? metrics : metrics.earlier?.[moment];
  const part = (measured as Record<string, Record<string, unknown> | undefined> | undefined)?.[group];
  const value = part?.[field];
  return typeof value === 'number' ? value : undefined;
}
