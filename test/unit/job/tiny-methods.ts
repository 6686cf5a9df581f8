/** A search for every method in every task and space that it fits, with the tiny settings that its module declares. */
import { surroundings } from '../../../experiments/registry/describe.ts';
import { type FormInTask, formsOf } from '../../../experiments/registry/method-forms.ts';
import { methods } from '../../../experiments/registry/methods.ts';
import type { MethodModule } from '../../../experiments/task/method-module.ts';
import type { TaskModule } from '../../../experiments/task/module.ts';
import type { Searches } from '../../../experiments/task/weight-sharing-module.ts';
import type { SpaceName } from '../../../schemas/architecture.ts';
import type { DataKind } from '../../../schemas/data.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { filled } from './filled-settings.ts';

export interface TinySearch {
  readonly title: string;
  readonly kind: string;
  readonly task: string;
  readonly space: SpaceName;
  /** Of a job specification. */
  readonly parameters: JsonObject;
}

const small: Readonly<Record<DataKind, string>> = {
  images: 'optdigits',
  text: 'grammar',
  table: 'textures10-cells',
  'label-maps': 'shapes',
};

type TaskOfSets = TaskModule & { readonly data: DataKind };
const hasNamedData = (task: TaskModule): task is TaskOfSets => task.data in small;

const { tasks, spaces } = await surroundings();
/** What a program of the user's own trains needs a runner. */
const all = { tasks: tasks.flatMap((task) => (hasNamedData(task) ? [task] : [])), spaces };

const dataOf: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  all.tasks.map(({ kind, data, written: { settings } }) => [
    kind,
    // Half of so few images would be too few.
    {
      kind,
      data: small[data],
      ...filled(settings, 'trainPortion' in settings ? { trainPortion: 0.75 } : {}),
    },
  ]),
);
const modules = await Promise.all(Object.values(methods).map(async (load) => (await load()).method));

/** Every method with each form that it has. */
export const allForms = modules.flatMap((method) => formsOf(method, all).map((form) => ({ method, form })));

const searched = await Promise.all(
  allForms.map(async ({ method, form }) => ({ method, form, spaces: await differentSpaces(method, form) })),
);

export const tinySearches: readonly TinySearch[] = searched.flatMap(({ method, form, spaces }) =>
  Object.entries(form.tiny).flatMap(([name, written]) =>
    spaces.map((space) => ({
      title: `${name} on ${space}, ${form.task}`,
      kind: method.kind,
      task: form.task,
      space,
      parameters: {
        task: taskFor(method.kind, form),
        space: { name: space },
        method: { kind: method.kind, ...withMethod(filled(form.settings, enough(written, form))) },
      },
    })),
  ),
);

/** Look-ups cost nothing, and a small table lacks most of what is asked for. */
function enough(written: JsonObject, { task }: FormInTask): JsonObject {
  return task === 'tabular-benchmark' && 'evaluations' in written
    ? { ...written, evaluations: 300 }
    : written;
}

/** What is tuned has defaults of its own. */
function withMethod(settings: JsonObject): JsonObject {
  const written = settings['method'] as (JsonObject & { readonly kind: string }) | undefined;
  if (written === undefined) return settings;
  const { kind, ...own } = written;
  const tuned = allForms.find(
    ({ method, form }) => method.kind === kind && form.task === 'image-classification',
  );
  return { ...settings, method: { kind, ...filled(tuned?.form.settings ?? {}, own) } };
}

/** Tuning looks up what its searches find. */
function taskFor(kind: string, { task }: FormInTask): JsonObject {
  return kind === 'tune' ? { ...dataOf[task], benchmark: 'textures10-cells' } : (dataOf[task] ?? {});
}

/** Spaces that one search serves are alike, and trainings take time: the first of them stands for the others. */
async function differentSpaces(method: MethodModule, form: FormInTask): Promise<readonly SpaceName[]> {
  if (method.form === 'black-box') return form.spaces;
  if (method.form === 'direct') return form.spaces.slice(0, 1);
  const forms: Readonly<Record<string, { readonly searches: Searches<object> }>> = method.tasks;
  const searches = forms[form.task]?.searches;
  const found = new Map<unknown, SpaceName>();
  for (const space of form.spaces) {
    const search = Reflect.get((await searches?.[space]?.()) ?? {}, 'search');
    if (!found.has(search)) found.set(search, space);
  }
  return [...found.values()];
}
