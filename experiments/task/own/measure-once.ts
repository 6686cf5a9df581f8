/** One training and measurement of a task of a project's own, and whether it measured what the task declares. */
import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Settings, SettingsOf } from '../../../schemas/setting.ts';
import type { TrainedJob, TrainJob } from '../module.ts';
import { readArchitecture } from '../read-architecture.ts';
import { readSettings } from '../read-settings.ts';
import type { GivenData, OwnData, OwnTask } from './own-task.ts';

export async function measureOnce<N extends string, S extends Settings, D extends OwnData>(
  own: OwnTask<N, S, D>,
  training: Settings,
  job: TrainJob,
): Promise<Result<TrainedJob, JobFailure>> {
  const { spec, space, measure: split, key } = job;
  const data = await dataOf(own.data, job);
  if (!data.ok) return data;
  const architecture = readArchitecture(spec, space, [space.name]);
  if (!architecture.ok) return architecture;
  const { id, genotype } = architecture.value;
  const read = readSettings('training', training, job.settings);
  if (!read.ok) return read;
  const measured: Readonly<Record<string, unknown>> = await own.measure({
    ...{ split, key },
    // Read by what `defineTask` made of the task's own.
    settings: read.value as SettingsOf<S> & { readonly epochs: number },
    architecture: genotype as JsonObject,
    // As the kind of its data says.
    data: data.value as GivenData<D>,
    progress: (done, total) => job.onProgress({ done, total, unit: 'steps' }),
  });
  const scores = declaredScores(own, split, measured);
  if (!scores.ok) return scores;
  return ok({
    architecture: { space: space.name, id, genotype },
    metrics:
      split === 'validation'
        ? { validation: { split, ...scores.value } }
        : { test: { split, ...scores.value } },
    weights: undefined,
  });
}

async function dataOf(kind: OwnData, { task, data, spec, measure }: TrainJob) {
  if (kind === 'none') return ok(null);
  const named = readSettings('task', { data: Type.String() }, task);
  if (!named.ok) return named;
  const loaded = await data.load(kind, named.value.data, spec.dataFolder);
  return loaded.ok && measure === 'validation' ? ok({ ...loaded.value, test: null }) : loaded;
}

/** Every score of the split, each a number; the first that is wrong by its name. */
function declaredScores(
  { kind, scores }: Pick<OwnTask<string, Settings, OwnData>, 'kind' | 'scores'>,
  split: 'validation' | 'test',
  measured: Readonly<Record<string, unknown>>,
): Result<Readonly<Record<string, number>>, JobFailure> {
  const names = scores.filter(({ splits }) => splits.includes(split)).map(({ name }) => name);
  const found = Object.keys(measured);
  const missing = names.find((name) => measured[name] === undefined);
  if (missing !== undefined) {
    const message = `The task ${kind} declares ${split}.${missing}, but \`measure\` gave ${found.join(', ') || 'nothing'}`;
    return wrong(message, 'Measure it, or take it out of `scores`');
  }
  const undeclared = found.find((name) => !names.includes(name));
  if (undeclared !== undefined) {
    const message = `\`measure\` gave ${split}.${undeclared}, which the task ${kind} does not declare; of ${split} it declares ${names.join(', ') || 'nothing'}`;
    return wrong(message, 'Add it to `scores`, or leave it out');
  }
  const values: Record<string, number> = {};
  for (const name of names) {
    const value = measured[name];
    if (typeof value !== 'number') {
      const message = `Expected \`measure\` to give a number as ${split}.${name}, found ${JSON.stringify(value)}`;
      return wrong(message, 'NaN says that the training crashed');
    }
    if (!Number.isFinite(value)) {
      const message = `The ${split}.${name} of the architecture is ${value}, which is not a number`;
      const hint = `The training crashed; \`measure\` of the task ${kind} says why`;
      return fail({ reason: 'diverged', message, hint, multiplyAdds: 0 });
    }
    values[name] = value;
  }
  return ok(values);
}

const wrong = (message: string, hint: string) => fail({ reason: 'job-refused' as const, message, hint });
