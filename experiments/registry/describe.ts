/** All methods, tasks and spaces as plain data, from which scripts make the schema of manifests and the table of what fits. */
import { dataSets } from '../../schemas/data.ts';
import { formsOf, type Surroundings } from './method-forms.ts';
import { methods } from './methods.ts';
import { loadSpace, spaceNames } from './spaces.ts';
import { loadTask, taskKinds } from './tasks.ts';

export async function surroundings(): Promise<Surroundings> {
  const tasks = await Promise.all(taskKinds.map((kind) => loadTask(kind)));
  const spaces = await Promise.all(spaceNames.map((name) => loadSpace(name)));
  return {
    tasks: tasks.filter((task) => task !== undefined),
    spaces: spaces.filter((space) => space !== undefined),
  };
}

export async function describeMethods() {
  const all = await surroundings();
  const modules = await Promise.all(Object.values(methods).map(async (load) => (await load()).method));
  return {
    methods: modules.map((method) => {
      const { kind, description, source, form } = method;
      return { kind, description, source, form, forms: formsOf(method, all) };
    }),
    tasks: Object.fromEntries(
      all.tasks.map((task) => {
        const { kind, description, data, written, trial, stage, trajectories } = task;
        return [kind, { description, data, written, trial, stage, trajectories }];
      }),
    ),
    dataSets: dataSetNames(),
    spaces: Object.fromEntries(
      all.spaces.map(({ name, tasks }) => [
        name,
        Object.fromEntries(Object.keys(tasks).map((task) => [task, true])),
      ]),
    ),
  };
}

/** By what they hold, in the order of the catalogue. */
function dataSetNames(): Readonly<Record<string, readonly string[]>> {
  const all = Object.values(dataSets);
  const kinds = new Set(all.map(({ kind }) => kind));
  return Object.fromEntries(
    [...kinds].map((held) => [held, all.filter(({ kind }) => kind === held).map(({ name }) => name)]),
  );
}
