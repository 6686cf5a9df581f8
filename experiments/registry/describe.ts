/** All methods, tasks and spaces as plain data, from which scripts make the schema of manifests and the table of what fits. */
import { dataSets } from '../../schemas/data.ts';
import { declaredName } from '../../schemas/declared-space/declaration.ts';
import type { MethodModule } from '../task/method-module.ts';
import { formsOf, type Surroundings } from './method-forms.ts';
import { methods } from './methods.ts';
import { loadSpace, spaceNames } from './spaces.ts';
import { loadTask, taskKinds } from './tasks.ts';

/** Declared spaces fit the same, whatever they declare. */
const anyDeclared = { name: declaredName, parameters: { any: 'boolean' } };

/** @throws Error where a module does not say what it is, or a task names a space that there is not. */
export async function surroundings(): Promise<Surroundings> {
  const tasks = await Promise.all(taskKinds.map(async (kind) => named('task', kind, await loadTask(kind))));
  const spaces = await Promise.all(
    [...spaceNames.map((name) => ({ name })), anyDeclared].map(async (settings) => {
      const loaded = await loadSpace(settings);
      return named('space', settings.name, loaded.ok ? loaded.value : undefined);
    }),
  );
  const known = spaces.map(({ name }) => name);
  for (const { kind, spaces: own = [] } of tasks) {
    const unknown = own.find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    throw new Error(
      `expected the task ${kind} to name search spaces (${known.join(', ')}), found ${unknown}`,
    );
  }
  return { tasks, spaces };
}

export async function describeMethods() {
  const all = await surroundings();
  const modules: readonly MethodModule[] = await Promise.all(
    Object.entries(methods).map(async ([kind, load]) => named('method', kind, (await load()).method)),
  );
  return {
    methods: modules.map((method) => {
      const { kind, description, source, form } = method;
      const asksForTrials = method.form === 'direct' && method.asksForTrials;
      return { kind, description, source, form, forms: formsOf(method, all), asksForTrials };
    }),
    tasks: Object.fromEntries(
      all.tasks.map((task) => {
        const { kind, description, data, written, metrics, measuresModels, trial, stage, trajectories } =
          task;
        return [kind, { description, data, written, metrics, measuresModels, trial, stage, trajectories }];
      }),
    ),
    dataSets: dataSetNames(),
    spaces: Object.fromEntries(
      all.spaces.map(({ name, tasks, triedIn }) => {
        const fitting = all.tasks.filter(
          ({ kind, spaces = [] }) =>
            spaces.includes(name) || [...Object.keys(tasks), ...triedIn].includes(kind),
        );
        return [name, Object.fromEntries(fitting.map(({ kind }) => [kind, true]))];
      }),
    ),
  };
}

/** @throws Error unless a module calls itself as its registry does. */
function named<M extends { readonly kind: string } | { readonly name: string }>(
  what: string,
  name: string,
  module: M | undefined,
): M {
  if (module === undefined) throw new Error(`expected the ${what} ${name} to be exported as \`${what}\``);
  const own = 'kind' in module ? module.kind : module.name;
  if (own !== name) throw new Error(`expected the ${what} ${name} to call itself ${name}, found ${own}`);
  return module;
}

/** By what they hold, in the order of the catalogue. */
function dataSetNames(): Readonly<Record<string, readonly string[]>> {
  const all = Object.values(dataSets);
  const kinds = new Set(all.map(({ kind }) => kind));
  return Object.fromEntries(
    [...kinds].map((held) => [held, all.filter(({ kind }) => kind === held).map(({ name }) => name)]),
  );
}
