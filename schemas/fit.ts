/** Which data, spaces, methods and stages go together. `fit.json` is made from what the methods say about themselves. */
import type { SpaceName } from './architecture.ts';
import type { DataKind } from './data.ts';
import fit from './fit.json' with { type: 'json' };
import type { JsonValue } from './json.ts';
import { isJsonObject, type Stage, type TaskKind } from './manifest.ts';
import type { DeclaredMetric } from './metrics.ts';

export type StageKind = Stage['kind'];
/** `black-box` proposes trials, `weight-sharing` trains one network that holds many, `direct` does neither. */
export type MethodForm = 'black-box' | 'weight-sharing' | 'direct';

interface FittingTask {
  /** What its data sets hold; `none` for a task that names no data. */
  readonly data: DataKind | 'files' | 'none';
  readonly stages: readonly StageKind[];
  /** What it measures, where the catalogue of metrics does not have that. */
  readonly metrics?: readonly DeclaredMetric[];
  /** Whether its networks have parameters and multiply-adds besides. */
  readonly measuresModels?: boolean;
}

/** A setting that has a value, and whether it has it where nothing is written. */
interface SettingRule {
  readonly setting: string;
  readonly value: JsonValue;
  readonly isDefault: boolean;
}

interface FitTable {
  readonly tasks: Readonly<Record<TaskKind, FittingTask>>;
  /** The methods of each space, for each task that it can have. */
  readonly spaces: Readonly<Record<SpaceName, Partial<Readonly<Record<TaskKind, readonly string[]>>>>>;
  readonly methods: Readonly<Record<string, MethodForm>>;
  /** For each task the methods whose searches measure nothing when all of these hold. */
  readonly unmeasured: Readonly<Record<TaskKind, Readonly<Record<string, readonly SettingRule[]>>>>;
  /** The methods of each task whose searches compute nothing themselves, but ask the runner for trials. */
  readonly driven: Readonly<Record<TaskKind, readonly string[]>>;
}

/** A contract test compares the file with the types. */
export const {
  tasks: tasksFit,
  spaces: methodsFor,
  methods: methodForms,
  driven: drivenMethods,
} = fit as FitTable;

/** A setting of a task that some spaces heed; on the others no value but one means anything. */
interface SpaceSetting {
  readonly unheeded: JsonValue;
  readonly spaces: readonly string[];
}

/**
 * The settings of each task that not all of its spaces heed: methods that share weights rank cells where a space has
 * their benchmark, and edges are counted where a space is of matrices. A contract test asks the spaces themselves.
 */
export const spaceSettings: Partial<Readonly<Record<TaskKind, Readonly<Record<string, SpaceSetting>>>>> = {
  'image-classification': {
    rankedAfter: { unheeded: [], spaces: ['nasbench1shot1-1', 'nasbench1shot1-2', 'nasbench1shot1-3'] },
  },
  'tabular-benchmark': { edges: { unheeded: 'after-pruning', spaces: ['nasbench101'] } },
};

/** With which settings the searches of a method measure nothing; empty where they always measure. */
export function unmeasuredWith(task: string | undefined, method: string | undefined): readonly SettingRule[] {
  const { unmeasured } = fit as FitTable;
  const [, methods = {}] = Object.entries(unmeasured).find(([name]) => name === task) ?? [];
  const [, rules = []] = Object.entries(methods).find(([name]) => name === method) ?? [];
  return rules;
}

/** The metrics that a task of this kind declares for all of its manifests; undefined for a kind that declares none. */
export const metricsOfKind = (task: JsonValue | undefined): readonly DeclaredMetric[] | undefined =>
  fittingTask(task)?.metrics;

/** Whether networks of this task have parameters and multiply-adds though it declares its metrics. */
export const measuresModels = (task: JsonValue | undefined): boolean =>
  fittingTask(task)?.measuresModels ?? false;

function fittingTask(task: JsonValue | undefined): FittingTask | undefined {
  const kind = isJsonObject(task) ? task['kind'] : undefined;
  return Object.entries<FittingTask>(tasksFit).find(([name]) => name === kind)?.[1];
}
