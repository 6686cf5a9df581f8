/** All methods and tasks as plain data, from which scripts make the schema of manifests and the table of what fits. */
import { formsOf } from './method-forms.ts';
import { methods } from './methods.ts';
import { taskSettings } from './task-settings.ts';
import { tasksOfSpaces } from './tasks-of-spaces.ts';

export async function describeMethods() {
  const modules = await Promise.all(Object.values(methods).map(async (load) => (await load()).method));
  return {
    methods: modules.map((method) => {
      const { kind, description, source, form } = method;
      return { kind, description, source, form, forms: formsOf(method) };
    }),
    tasks: taskSettings,
    spaces: tasksOfSpaces,
  };
}
