/**
 * What a task says about itself: its data, the scores that it reports, how architectures are searched and trained in it.
 * Each folder below this one exports a `task`, and `registry/tasks.ts` lists them: nothing else names a task.
 */
import type { TSchema } from '@sinclair/typebox';
import type { ArchitectureFile, SpaceName } from '../../schemas/architecture.ts';
import type { DataKind } from '../../schemas/data-sets/data-set.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings, TrainingStageKind } from '../../schemas/manifest.ts';
import type { DeclaredMetric, JobMetrics } from '../../schemas/metrics.ts';
import type { Result } from '../../schemas/result.ts';
import type { Settings } from '../../schemas/setting.ts';
import type { TaskScores } from '../method/declared-scores.ts';
import type { Key } from '../rng/key.ts';
import type { SpaceModule } from '../space/module.ts';
import type { TrialPort } from '../trial/finished-trial.ts';
import type { SearchObserver } from '../trial/search-observer.ts';
import type { DataCache } from './data-cache.ts';
import type { Found } from './found.ts';
import type { MethodModule } from './method-module.ts';
import type { Trajectories } from './trajectories.ts';
import type { FindWeightSharing } from './weight-sharing-module.ts';

export interface TaskModule {
  readonly kind: string;
  /** One sentence. */
  readonly description: string;
  /** What its data sets hold. */
  readonly data: DataKind | 'files' | 'none';
  /** How a manifest says it. */
  readonly written: WrittenTask;
  /** In the order in which methods compare by them: the second decides where the first is equal. */
  readonly scores: TaskScores;
  /** How reports show the scores, where the catalogue of metrics does not have them. */
  readonly metrics?: readonly DeclaredMetric[];
  /** Of a task with `metrics`: whether its networks have parameters and multiply-adds, too. Default false. */
  readonly measuresModels?: boolean;
  /** Spaces whose architectures it tries one by one though they do not name it in their `triedIn`. */
  readonly spaces?: readonly SpaceName[];
  /** The numbers that reports find in the trajectories of its jobs. */
  readonly trajectories: Trajectories;
  /** How a black-box method trains one trial; null where a table knows the outcome. */
  readonly trial: TrialForm | null;
  /** The stage that trains an architecture; null where nothing is trained. */
  readonly stage: TrainingStage | null;
  /** What the progress of a search counts. */
  progressUnit(method: MethodModule): string;
  search(job: SearchJob): Promise<Result<Found, JobFailure>>;
  /** Null where nothing is trained. */
  readonly train: ((job: TrainJob) => Promise<Result<TrainedJob, JobFailure>>) | null;
}

export interface WrittenTask {
  /** Words for its key `data`; of a task that reads files, its whole law. */
  readonly data: { readonly title: string; readonly description: string };
  /** Its other keys, besides `kind`. One that names a data set says in `x-data` what that holds. */
  readonly settings: Settings;
  /** As a person writes it, without the kind. */
  readonly example: JsonObject & { readonly data?: string | JsonObject };
}

export interface TrialForm {
  readonly schema: TSchema;
  /** What a method that proposes trials is told in this task besides how they are trained. */
  readonly settings?: Settings;
  /** As a person writes it. */
  readonly example: JsonObject;
  /** With these a training takes moments. */
  readonly tiny: JsonObject;
}

/** A kind of stage in a manifest. */
export interface TrainingStage {
  readonly kind: TrainingStageKind;
  readonly description: string;
  readonly settings: Settings;
  readonly example: JsonObject;
}

/** What searching and training jobs are given alike. */
interface TaskJob {
  readonly spec: JobSpec;
  readonly data: DataCache;
  /** As the manifest has them; each task reads its own. */
  readonly task: JsonObject;
  readonly space: SpaceModule<unknown>;
  readonly engine: EngineName;
}

export interface SearchJob extends TaskJob {
  readonly method: MethodModule;
  readonly settings: MethodSettings;
  readonly sharing: FindWeightSharing;
  readonly key: Key;
  readonly observer: SearchObserver;
  /** Has trials computed as jobs of their own. */
  readonly trials: TrialPort;
}

export interface TrainJob extends TaskJob {
  readonly settings: JsonObject;
  readonly measure: 'validation' | 'test';
  /** The measured split is part of its name, so that a final network is independent of the one it was selected by. */
  readonly key: Key;
  readonly onProgress: (progress: TrainProgress) => void;
  /** One line of the trajectory. */
  readonly line: (content: JsonObject) => void;
  /** Whether the trained weights are handed on. */
  readonly keepsWeights: boolean;
}

export interface TrainProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly metric?: { readonly name: string; readonly value: number };
}

/** What a training hands on. */
export interface TrainedJob {
  readonly architecture: ArchitectureFile;
  readonly metrics: JobMetrics;
  /** Content of `weights.safetensors`. */
  readonly weights: Uint8Array | undefined;
  /** What a longer trial of the same architecture goes on from; undefined where none does. */
  readonly checkpoint?: Uint8Array | undefined;
}
