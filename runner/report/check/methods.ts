/** Reports name methods that exist. */
import type { JsonObject } from '../../../schemas/json.ts';
import { mapIn } from '../../manifest-tree/loose.ts';
import type { ManifestView } from '../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../manifest-tree/problem.ts';
import { choiceAmong } from '../../manifest-tree/suggest.ts';

export const methodNames = (view: ManifestView): string[] => Object.keys(mapIn(view.plain, 'methods'));

/** Of published numbers, each under the name of a method, or of a method and a seed set. */
export function checkPublished(
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const methods = methodNames(view);
  return Object.keys(mapIn(report, 'published')).flatMap((name) => {
    const [method = '', set] = name.split('/');
    const sets = view.seedSets.map((known) => known.name);
    const at = [...path, 'published'];
    if (!methods.includes(method)) return [unknownMethodKey(view, at, name)];
    return set === undefined || sets.includes(set) ? [] : [unknownSetKey(view, at, name, set)];
  });
}

/** A key that should be the name of a method; `path` is that of its map. */
export function unknownMethodKey(view: ManifestView, path: readonly string[], name: string): ManifestProblem {
  const reason = { reason: 'unknown-reference', what: 'method', name } as const;
  const problem = view.atKey([...path, name], reason, choiceAmong(methodNames(view), name));
  return { ...problem, path: path.join('.') };
}

function unknownSetKey(
  view: ManifestView,
  path: readonly string[],
  key: string,
  name: string,
): ManifestProblem {
  const sets = view.seedSets.map((set) => set.name);
  const reason = { reason: 'unknown-reference', what: 'seed set', name } as const;
  return { ...view.atKey([...path, key], reason, choiceAmong(sets, name)), path: path.join('.') };
}
