/**
 * The shape of a fully resolved manifest: reuse, profile and overrides applied, defaults filled in, seed sets
 * expanded. `manifest.schema.json` is the same shape as a person writes it.
 */

import type { SpaceName } from './architecture.ts';
import type { EngineName } from './engine.ts';
import type fit from './fit.json';
import type { Seed } from './ids.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { MetricInfo, SelectionMetricName } from './metrics.ts';

export interface ResolvedManifest {
  readonly id: string;
  readonly title: string;
  readonly paper: Paper | null;
  readonly engine: EngineName;
  readonly task: TaskSettings;
  readonly space: SpaceSettings;
  /** In the order of the file. Seeds are unique within a set and across sets. */
  readonly seedSets: Readonly<Record<string, readonly Seed[]>>;
  readonly methods: Readonly<Record<string, MethodEntry>>;
  /** In the order of the file. `from` refers to other stages; there is no cycle. */
  readonly stages: Readonly<Record<string, Stage>>;
  readonly reports: Readonly<Record<string, ReportSettings>>;
  readonly limits: Limits;
}

export interface Paper {
  readonly title?: string;
  readonly authors?: string;
  readonly year?: number;
  readonly arxiv?: string;
  readonly table?: string;
}

/** Further settings are those of the task, which describes and checks them. */
export interface TaskSettings extends JsonObject {
  readonly kind: TaskKind;
  /** Name of a data set; of the task `command`, name to path; absent from a task that reads none. */
  readonly data?: string | Readonly<Record<string, string>>;
}

export type TaskKind = keyof (typeof fit)['tasks'];

/** The name of a space. Further settings are its own: a declared space is its declaration. */
export interface SpaceSettings extends JsonObject {
  readonly name: SpaceName;
}

/** The kind of a method and its meta-hyperparameters, which its module describes and the schema has checked. */
export interface MethodSettings extends JsonObject {
  readonly kind: string;
}

/** A method and the grid of meta-hyperparameters it runs over (empty: just itself). */
export interface MethodEntry {
  readonly settings: MethodSettings;
  /** Meta-hyperparameter, or dotted path of another value, to its values, in file order. Variants are the Cartesian product, last name fastest. */
  readonly matrix: Readonly<Record<string, readonly JsonValue[]>>;
  /** What reports call it, with `{name}` for values of the matrix; null: its name. */
  readonly label: string | null;
  /** What reports call values of the matrix: name, value as text, words. */
  readonly valueLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Seeds of its own, by names of seed sets of the manifest, in which alone it runs; empty: those of the manifest. */
  readonly seedSets: Readonly<Record<string, readonly Seed[]>>;
  /** Stages that do not run for it. What takes architectures from one of them takes those that it would be given. */
  readonly skip: readonly string[];
}

/** What every report says of itself. The other settings are those of its kind, which describes and checks them. */
export interface ReportSettings {
  readonly kind: string;
  readonly title: string;
  readonly [setting: string]: unknown;
}

export type Stage = SearchStage | TrainingStage;

export type StageSeeds =
  /** One job for each seed of the seed set. */
  | 'each'
  /** This many seeds: those of the set in order, then the integers after its largest. */
  | { readonly count: number };

export interface SearchStage {
  readonly kind: 'search';
  readonly seeds: StageSeeds;
}

/** What stages that train an architecture have in common. */
interface Training {
  readonly seeds: StageSeeds;
  /** The stage whose architectures are trained. */
  readonly from: string;
  /** Null: each job trains the architecture found with its own seed. */
  readonly select: Selection | null;
  /** `validation` trains on the training part; `test` trains on all training examples. */
  readonly measure: 'validation' | 'test';
}

/** The settings of the training stand beside these keys; the schema of the task says which there are. */
export interface TrainingStage extends Training {
  readonly kind: TrainingStageKind;
}

/** The name behind `train-` is that of the task, or of what its data are. */
export type TrainingStageKind = 'train' | `train-${string}`;

export interface Selection {
  readonly metric: SelectionMetricName;
  /** Of a metric that a task `command` declares; absent for those of the catalogue. */
  readonly goal?: MetricInfo['goal'];
  readonly keep: number;
  /** Which of two equal candidates wins. */
  readonly ties: 'lowest-seed' | 'fewest-parameters';
}

export interface Limits {
  readonly timeoutMinutes: number;
  /** Attempts after the first, when a worker dies. A job that refuses or throws is not tried again. */
  readonly retries: number;
}

/** Type guard for code that walks resolved settings generically. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
