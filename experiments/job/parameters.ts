/** The parameters of a job spec, as each job kind reads them. The runner has validated their shape. */
import type { EngineName } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { isJsonObject, type SpaceSettings, type TaskSettings } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { taskSettings } from '../registry/task-settings.ts';
import { tasksOfSpaces } from '../registry/tasks-of-spaces.ts';
import type { TrainingSettings } from '../task/image-classification/settings.ts';
import type { LanguageTrainingSettings } from '../task/language/settings.ts';

interface SharedParameters {
  readonly task: TaskSettings;
  readonly space: SpaceSettings;
  readonly engine: EngineName;
}

export interface SearchParameters extends SharedParameters {
  readonly method: MethodSettings;
}

export interface TrainParameters extends SharedParameters {
  readonly training: TrainingSettings | LanguageTrainingSettings;
  readonly measure: 'validation' | 'test';
}

export const readSearchParameters = (spec: JobSpec): Result<SearchParameters, JobFailure> =>
  read<SearchParameters>(spec, 'method');

export const readTrainParameters = (spec: JobSpec): Result<TrainParameters, JobFailure> =>
  read<TrainParameters>(spec, 'training');

/** Checks only what decides which code runs; the numbers are the runner's to check. */
function read<P extends SharedParameters>({ parameters }: JobSpec, own: string): Result<P, JobFailure> {
  const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });
  for (const name of ['task', 'space', own]) {
    if (!isJsonObject(parameters[name])) return refuse(`The job has no ${name} settings`);
  }
  const { task, space } = parameters as unknown as P;
  if (!Object.hasOwn(taskSettings, task.kind)) return refuse(`This version has no task ${task.kind}`);
  if (!Object.hasOwn(tasksOfSpaces, space.name)) return refuse(`This version has no space ${space.name}`);
  if (!Object.hasOwn(tasksOfSpaces[space.name], task.kind)) {
    return refuse(`The task ${task.kind} does not go with the space ${space.name}`);
  }
  return ok(parameters as unknown as P);
}

/** The settings of a method as its own code knows them. The runner checked them against the schema that its module makes. */
export const settingsOf = <S>(method: MethodSettings): S => method as unknown as S;
