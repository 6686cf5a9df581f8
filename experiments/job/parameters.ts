/** The parameters of a job spec, as each job kind reads them. The runner has validated their shape. */
import type { EngineName } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import {
  isJsonObject,
  type MethodSettings,
  type SpaceSettings,
  type TaskSettings,
  type TrainingSettings,
} from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';

interface SharedParameters {
  readonly task: TaskSettings;
  readonly space: SpaceSettings;
  readonly engine: EngineName;
}

export interface SearchParameters extends SharedParameters {
  readonly method: MethodSettings;
}

export interface TrainParameters extends SharedParameters {
  readonly training: TrainingSettings;
  readonly measure: 'validation' | 'test';
}

export const readSearchParameters = (spec: JobSpec): Result<SearchParameters, JobFailure> =>
  read<SearchParameters>(spec, 'method');

export const readTrainParameters = (spec: JobSpec): Result<TrainParameters, JobFailure> =>
  read<TrainParameters>(spec, 'training');

/** Checks only what decides which code runs; the numbers are the runner's to check. */
function read<P extends SharedParameters>({ parameters }: JobSpec, own: string): Result<P, JobFailure> {
  const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });
  const { task, space } = parameters;
  for (const name of ['task', 'space', own]) {
    if (!isJsonObject(parameters[name])) return refuse(`The job has no ${name} settings`);
  }
  if (!isJsonObject(task) || task['kind'] !== 'image-classification') {
    return refuse('The only task of this version is image-classification');
  }
  if (!isJsonObject(space) || space['name'] !== 'darts-cnn') {
    return refuse('The only space of this version is darts-cnn');
  }
  return ok(parameters as unknown as P);
}
