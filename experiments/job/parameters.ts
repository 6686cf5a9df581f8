/** The parameters of a job spec and the modules that they name. */
import { type Static, Type } from '@sinclair/typebox';
import { type Contract, contract, contractProblemText, exact } from '../../schemas/contract.ts';
import { type EngineName, engines } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings, SpaceSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { loadSpace } from '../registry/spaces.ts';
import { loadTask } from '../registry/tasks.ts';
import type { SpaceModule } from '../space/module.ts';
import { refuse } from '../task/measured.ts';
import type { TaskModule } from '../task/module.ts';

/** Settings as the manifest has them, with the name of a module: the module reads the rest itself. */
const naming = <T>(field: 'kind' | 'name') =>
  Type.Unsafe<T>(Type.Object({ [field]: Type.String() }, { additionalProperties: true }));

const shared = {
  task: naming<JsonObject & { readonly kind: string }>('kind'),
  space: naming<SpaceSettings>('name'),
  engine: Type.Unsafe<EngineName>(Type.Union(Object.keys(engines).map((name) => Type.Literal(name)))),
};
const searching = exact({ ...shared, method: naming<MethodSettings>('kind') });
const training = exact({
  ...shared,
  training: Type.Unsafe<JsonObject>(Type.Object({}, { additionalProperties: true })),
  measure: Type.Union([Type.Literal('validation'), Type.Literal('test')]),
});

const searchParameters = contract('parameters', searching);
const trainParameters = contract('parameters', training);

export type SearchParameters = Static<typeof searching>;
export type TrainParameters = Static<typeof training>;

export const readSearchParameters = (spec: JobSpec): Result<SearchParameters, JobFailure> =>
  read(spec, searchParameters);

export const readTrainParameters = (spec: JobSpec): Result<TrainParameters, JobFailure> =>
  read(spec, trainParameters);

/** A trial is the one or the other, on behalf of a search. */
export const readTrialParameters = (spec: JobSpec): Result<SearchParameters | TrainParameters, JobFailure> =>
  'method' in spec.parameters ? readSearchParameters(spec) : readTrainParameters(spec);

function read<T>({ parameters }: JobSpec, format: Contract<T>): Result<T, JobFailure> {
  const found = format.read(parameters);
  return found.ok ? ok(found.value) : refuse(found.failures.map(contractProblemText).join('; '));
}

export interface NamedModules {
  readonly task: TaskModule;
  readonly space: SpaceModule<unknown>;
}

export async function namedModules(
  task: { readonly kind: string },
  space: SpaceSettings,
): Promise<Result<NamedModules, JobFailure>> {
  const taskModule = await loadTask(task.kind);
  if (!taskModule) return refuse(`This version has no task ${task.kind}`);
  const spaceModule = await loadSpace(space);
  if (!spaceModule.ok) return refuse(`This version has no space ${space.name}`);
  return ok({ task: taskModule, space: spaceModule.value });
}
