/** What a method is in each task that it fits: its settings, its spaces, and how a person writes it. */

import type { SpaceName } from '../../schemas/architecture.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodForm } from '../method/module.ts';
import type { SpaceModule } from '../space/module.ts';
import type { MethodModule } from '../task/method-module.ts';
import type { TaskModule } from '../task/module.ts';

export interface FormInTask extends MethodForm {
  readonly task: string;
  readonly spaces: readonly SpaceName[];
}

/** What methods are to fit. */
export interface Surroundings {
  readonly tasks: readonly TaskModule[];
  readonly spaces: readonly SpaceModule<unknown>[];
}

/** In the order of the tasks; none for a task that the method does not fit. */
export const formsOf = (method: MethodModule, { tasks, spaces }: Surroundings): readonly FormInTask[] =>
  tasks.flatMap((task) => {
    const form = method.form === 'black-box' ? withTrial(method, task, spaces) : ownForm(method, task.kind);
    return form && form.spaces.length > 0 ? [{ task: task.kind, ...form }] : [];
  });

function ownForm(
  method: Exclude<MethodModule, { form: 'black-box' }>,
  task: string,
): (MethodForm & { readonly spaces: readonly SpaceName[] }) | undefined {
  if (method.form === 'direct') {
    const forms: Readonly<Record<string, MethodForm & { readonly spaces: readonly SpaceName[] }>> =
      method.tasks;
    return forms[task];
  }
  const forms: Readonly<Record<string, MethodForm & { readonly searches: object }>> = method.tasks;
  const form = forms[task];
  return form && { ...form, spaces: Object.keys(form.searches) };
}

/** A black-box method fits wherever trials are trained or looked up. */
function withTrial(
  { settings, example, tiny }: MethodForm,
  { kind, trial, spaces: own = [] }: TaskModule,
  all: Surroundings['spaces'],
) {
  const spaces = all
    .filter(({ name, triedIn }) => own.includes(name) || triedIn.some((task) => task === kind))
    .map(({ name }) => name);
  if (trial === null) return { settings, example, tiny, spaces };
  const trained = (written: JsonObject): JsonObject => ({ ...written, trial: trial.tiny });
  return {
    settings: { ...settings, ...trial.settings, trial: trial.schema },
    example: { ...example, trial: trial.example },
    tiny: Object.fromEntries(Object.entries(tiny).map(([name, written]) => [name, trained(written)])),
    spaces,
  };
}
