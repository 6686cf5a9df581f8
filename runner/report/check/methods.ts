/** Reports name methods that exist. */
import type { JsonObject } from '../../../schemas/json.ts';
import { mapIn } from '../../manifest-tree/loose.ts';
import type { ManifestView } from '../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../manifest-tree/problem.ts';
import { choiceAmong } from '../../manifest-tree/suggest.ts';

export const methodNames = (view: ManifestView): string[] => Object.keys(mapIn(view.plain, 'methods'));

/** Of published numbers, each under the name of a method. */
export function checkPublished(
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const methods = methodNames(view);
  return Object.keys(mapIn(report, 'published'))
    .filter((name) => !methods.includes(name))
    .map((name) => unknownMethodKey(view, [...path, 'published'], name));
}

/** A key that should be the name of a method; `path` is that of its map. */
export function unknownMethodKey(view: ManifestView, path: readonly string[], name: string): ManifestProblem {
  const reason = { reason: 'unknown-reference', what: 'method', name } as const;
  const problem = view.atKey([...path, name], reason, choiceAmong(methodNames(view), name));
  return { ...problem, path: path.join('.') };
}
