/**
 * The shape of a fully resolved manifest: reuse, profile and overrides applied, defaults filled in, seed sets
 * expanded. `manifest.schema.json` is the same shape as a person writes it.
 */
import type { EngineName } from './engine.ts';
import type { Seed } from './ids.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { MetricName, SelectionMetricName } from './metrics.ts';

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

export interface TaskSettings {
  readonly kind: 'image-classification';
  /** Name of a data set: `textures10`, `optdigits`, `cifar10`. */
  readonly data: string;
  /** Part of the training images that trains while an architecture is searched or selected; the rest validates. */
  readonly trainPortion: number;
}

export interface SpaceSettings {
  readonly name: 'darts-cnn';
}

/** A method and the grid of meta-hyperparameters it runs over (empty: just itself). */
export interface MethodEntry {
  readonly settings: MethodSettings;
  /** Meta-hyperparameter to its values, in file order. Variants are the Cartesian product, last name fastest. */
  readonly matrix: Readonly<Record<string, readonly JsonValue[]>>;
}

/** Stochastic gradient descent with momentum and a cosine schedule. */
export interface OptimizerSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The cosine schedule ends here. */
  readonly learningRateMin: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** Largest global L2 norm of the gradient. */
  readonly gradientClip: number;
}

export interface NetworkSettings {
  readonly initialChannels: number;
  /** Number of cells; the cells at floor(L/3) and floor(2L/3) reduce. */
  readonly layers: number;
}

export interface AugmentationSettings {
  /** Random crop after zero padding by this many pixels on each side; 0 turns it off. */
  readonly cropPadding: number;
  /** Random horizontal flip; has no effect on data whose classes are not mirror-symmetric (digits). */
  readonly flip: boolean;
  /** Side of the square that cutout erases, in pixels; 0 turns it off. */
  readonly cutout: number;
}

/** What it takes to train one discrete network from scratch. */
export interface TrainingSettings extends OptimizerSettings, NetworkSettings, AugmentationSettings {
  /** Weight of the auxiliary head's loss; 0 builds no auxiliary head. */
  readonly auxiliaryWeight: number;
  /** Drop-path probability reached at the last epoch. */
  readonly dropPath: number;
}

/** Random search with weight sharing (Li & Talwalkar 2019, section 3). */
export interface RandomWsSettings extends OptimizerSettings, NetworkSettings, AugmentationSettings {
  readonly kind: 'random-ws';
  /** Architectures scored with the shared weights. */
  readonly evaluated: number;
  /** Validation minibatches each of them is scored on. */
  readonly scoringBatches: number;
  /** The best of them that are scored again on the whole validation part. */
  readonly rescored: number;
  /** Whether operations of an edge that were not sampled run as well, as in the released code, so that their running statistics move. */
  readonly inactiveOperations: 'run' | 'skip';
}

/** Random search: every sampled architecture is trained from scratch. */
export interface RandomSearchSettings extends TrainingSettings {
  readonly kind: 'random';
  /** Architectures sampled and trained. */
  readonly evaluated: number;
}

export type MethodSettings = RandomWsSettings | RandomSearchSettings;

export type Stage = SearchStage | TrainStage;

export type StageSeeds =
  /** One job for each seed of the seed set. */
  | 'each'
  /** This many seeds: those of the set in order, then the integers after its largest. */
  | { readonly count: number };

export interface SearchStage {
  readonly kind: 'search';
  readonly seeds: StageSeeds;
}

export interface TrainStage extends TrainingSettings {
  readonly kind: 'train';
  readonly seeds: StageSeeds;
  /** The stage whose architectures are trained. */
  readonly from: string;
  /** Null: each job trains the architecture found with its own seed. */
  readonly select: Selection | null;
  /** `validation` trains on the training part; `test` trains on all training images. */
  readonly measure: 'validation' | 'test';
}

export interface Selection {
  readonly metric: SelectionMetricName;
  readonly keep: number;
  /** Which of two equal candidates wins. */
  readonly ties: 'lowest-seed' | 'fewest-parameters';
}

export interface ReportSettings {
  readonly title: string;
  /** `method`: one row for each method variant, all seed sets pooled. `method-by-seed-set`: one for each pair. */
  readonly rows: 'method' | 'method-by-seed-set';
  readonly columns: readonly ReportColumn[];
  /** Method name to metric to the published number. */
  readonly published: Readonly<Record<string, Partial<Record<MetricName, PublishedValue>>>>;
}

export interface ReportColumn {
  readonly metric: MetricName;
  readonly stage: string;
  /** `mean` shows mean, standard deviation and n; `best` the best single value. */
  readonly show: 'mean' | 'best';
  readonly label: string;
}

export interface PublishedValue {
  readonly mean?: number;
  readonly std?: number;
  readonly best?: number;
  readonly n?: number;
}

export interface Limits {
  readonly timeoutMinutes: number;
  /** Attempts after the first, when a worker dies. A job that refuses or throws is not tried again. */
  readonly retries: number;
}

/** Type guard for code that walks resolved settings generically. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
