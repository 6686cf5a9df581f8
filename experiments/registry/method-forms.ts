/** What a method is in each task that it fits: its settings, its spaces, and how a person writes it. */

import type { SpaceName } from '../../schemas/architecture.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { TaskKind } from '../../schemas/manifest.ts';
import type { MethodForm } from '../method/module.ts';
import type { MethodModule } from './methods.ts';
import { taskSettings } from './task-settings.ts';
import { tasksOfSpaces } from './tasks-of-spaces.ts';

export interface FormInTask extends MethodForm {
  readonly task: TaskKind;
  readonly spaces: readonly SpaceName[];
}

/** In the order of the tasks; none for a task that the method does not fit. */
export const formsOf = (method: MethodModule): readonly FormInTask[] =>
  taskKinds.flatMap((task) => {
    const form = method.form === 'black-box' ? withTrial(method, task) : ownForm(method, task);
    return form && form.spaces.length > 0 ? [{ task, ...form }] : [];
  });

const taskKinds = namesOf(taskSettings);
const spaceNames = namesOf(tasksOfSpaces);

function ownForm(method: Exclude<MethodModule, { form: 'black-box' }>, task: TaskKind) {
  if (task === 'tabular-benchmark') return undefined;
  if (method.form === 'direct') return method.tasks[task];
  const form = method.tasks[task];
  return form && { ...form, spaces: namesOf(form.searches) };
}

/** A black-box method fits wherever trials are trained or looked up. */
function withTrial({ settings, example, tiny }: MethodForm, task: TaskKind) {
  const spaces = spaceNames.filter((space) => tasksOfSpaces[space][task]?.trials === true);
  const { trial } = taskSettings[task];
  if (trial === null) return { settings, example, tiny, spaces };
  const trained = (written: JsonObject): JsonObject => ({ ...written, trial: trial.tiny });
  return {
    settings: { ...settings, trial: trial.schema },
    example: { ...example, trial: trial.example },
    tiny: Object.fromEntries(Object.entries(tiny).map(([name, written]) => [name, trained(written)])),
    spaces,
  };
}

function namesOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>>): readonly K[] {
  return Object.keys(record) as K[];
}
