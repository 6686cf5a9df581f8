/** The parameters of a job spec and the modules that they name. */
import { type Static, Type } from '@sinclair/typebox';
import { type Contract, contract, contractProblemText, exact } from '../../schemas/contract.ts';
import { type EngineName, engines } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
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
  space: naming<JsonObject & { readonly name: string }>('name'),
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

export const readSearchParameters = (spec: JobSpec): Result<Static<typeof searching>, JobFailure> =>
  read(spec, searchParameters);

export const readTrainParameters = (spec: JobSpec): Result<Static<typeof training>, JobFailure> =>
  read(spec, trainParameters);

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
  space: { readonly name: string },
): Promise<Result<NamedModules, JobFailure>> {
  const taskModule = await loadTask(task.kind);
  if (!taskModule) return refuse(`This version has no task ${task.kind}`);
  const spaceModule = await loadSpace(space.name);
  if (!spaceModule) return refuse(`This version has no space ${space.name}`);
  return ok({ task: taskModule, space: spaceModule });
}
