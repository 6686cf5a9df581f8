/** Settings of a task that its space would ignore, or whose job would refuse them after it was started. */
import { methodsFor, spaceSettings } from '../../schemas/fit.ts';
import type { JsonValue } from '../../schemas/json.ts';
import { mapIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { anyOf } from '../manifest-tree/suggest.ts';

/** On a space that heeds a setting, every method that goes with the space does, but tuning, which resets the task of its trials. */
export function checkHeeded(view: ManifestView): ManifestProblem[] {
  const task = mapIn(view.plain, 'task');
  const space = textIn(mapIn(view.plain, 'space'), 'name');
  const kind = textIn(task, 'kind');
  const [, fitting = {}] = Object.entries(methodsFor).find(([name]) => name === space) ?? [];
  // A task that does not go with the space is a problem of its own.
  if (space === undefined || kind === undefined || !Object.hasOwn(fitting, kind)) return [];
  const [, settings = {}] = Object.entries(spaceSettings).find(([name]) => name === kind) ?? [];
  return Object.entries(settings).flatMap(([name, { unheeded, spaces }]) => {
    const value = Object.hasOwn(task, name) ? task[name] : unheeded;
    if (value === undefined || textOf(value) === textOf(unheeded) || spaces.includes(space)) return [];
    const partner = `the space ${space}`;
    const reason = { reason: 'does-not-fit', what: 'setting', word: `task.${name}`, partner } as const;
    const expected = `${name}: ${textOf(unheeded)}, or a search on ${anyOf(spaces)}`;
    return [view.at(['task', name], reason, { expected, found: `${name}: ${textOf(value)}` })];
  });
}

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
