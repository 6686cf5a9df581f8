/**
 * What a job measures. The split is part of the type: a validation number and a test number never share a
 * field, and selection accepts `ValidationMetrics` only.
 */

interface ImageScore {
  /** Number of images measured. */
  readonly examples: number;
  /** Classification error in percent of the images. */
  readonly errorPercent: number;
  /** Mean cross-entropy in nats per image. */
  readonly loss: number;
}

interface TextScore {
  /** Number of words predicted. */
  readonly examples: number;
  /** Mean cross-entropy in nats per word. */
  readonly loss: number;
  /** exp(loss). */
  readonly perplexity: number;
}

/** What a tabular benchmark tells. */
interface TableScore {
  readonly errorPercent: number;
}

type SplitMetrics<S extends 'validation' | 'test'> = { readonly split: S } & (
  | ImageScore
  | TextScore
  | TableScore
);

export type ValidationMetrics = SplitMetrics<'validation'>;
export type TestMetrics = SplitMetrics<'test'>;

/** What a tabular benchmark says of the architecture found, by its mean over the repeats at the largest budget. */
export interface BenchmarkMetrics {
  readonly testErrorPercent: number;
  /** Above the smallest mean test error of the table. */
  readonly testRegretPercent: number;
}

/** How a one-shot model ranks architectures, against their benchmark. */
export interface CorrelationMetrics {
  /** Kendall's tau-b. */
  readonly kendall: number;
  readonly spearman: number;
  readonly architectures: number;
}

export interface ModelMetrics {
  /** Trainable parameters of the evaluated network, without an auxiliary head. */
  readonly parameters: number;
  /** Multiply-accumulate operations of one forward pass on one example (convolution and linear layers). */
  readonly multiplyAdds: number;
}

export interface CostMetrics {
  /**
   * Deterministic compute cost in multiply-accumulate operations: a forward pass counts 1x, a training step 3x
   * the multiply-adds of the network that ran. Wall-clock times live in the record, outside every digest.
   */
  readonly multiplyAdds: number;
  /** Architectures trained or scored. */
  readonly architectures: number;
  /** On a tabular benchmark: the recorded training times of everything that was looked up. */
  readonly simulatedSeconds?: number;
}

/** The content of a job's `metrics.json`. */
export interface JobMetrics {
  readonly validation?: ValidationMetrics;
  readonly test?: TestMetrics;
  readonly model?: ModelMetrics;
  readonly cost?: CostMetrics;
  readonly benchmark?: BenchmarkMetrics;
  readonly correlation?: CorrelationMetrics;
}

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
  'benchmark.testErrorPercent': { label: 'Benchmark test error', unit: '%', digits: 2, goal: 'minimize' },
  'benchmark.testRegretPercent': { label: 'Test regret', unit: '%', digits: 2, goal: 'minimize' },
  'correlation.kendall': { label: "Kendall's tau", unit: '', digits: 3, goal: 'maximize' },
  'correlation.spearman': { label: "Spearman's rho", unit: '', digits: 3, goal: 'maximize' },
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

export type MetricName = keyof typeof metricCatalog;
/** Selection may look at validation numbers only. */
export type SelectionMetricName = Extract<MetricName, `validation.${string}`>;

/** The value of a metric in a job's metrics, or undefined when the job did not measure it. */
export function readMetric(metrics: JobMetrics, name: MetricName): number | undefined {
  const [group = '', field = ''] = name.split('.');
  const part = (metrics as Record<string, Record<string, unknown> | undefined>)[group];
  const value = part?.[field];
  return typeof value === 'number' ? value : undefined;
}
