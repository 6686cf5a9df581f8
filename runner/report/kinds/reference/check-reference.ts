/** The reference is a method of the manifest, and not the only one. */
import type { JsonObject } from '../../../../schemas/json.ts';
import { textIn } from '../../../manifest-tree/loose.ts';
import type { ManifestView } from '../../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../../manifest-tree/problem.ts';
import { choiceAmong } from '../../../manifest-tree/suggest.ts';
import { methodNames } from '../../check/methods.ts';
import { checkMeasured } from '../../check/stages.ts';

export const checkReference = (
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] => [...checkMeasured(view, report, path), ...checkMethod(view, report, path)];

function checkMethod(view: ManifestView, report: JsonObject, path: readonly string[]): ManifestProblem[] {
  const name = textIn(report, 'reference');
  const methods = methodNames(view);
  if (name === undefined) return [];
  const at = [...path, 'reference'];
  if (!methods.includes(name)) {
    return [view.at(at, { reason: 'unknown-reference', what: 'method', name }, choiceAmong(methods, name))];
  }
  if (methods.length > 1) return [];
  const partner = `method ${name}: it is the only one, and nothing is compared with it`;
  const reason = { reason: 'does-not-fit', what: 'reference', word: name, partner } as const;
  return [view.at(at, reason, { expected: 'a manifest with another method', found: name })];
}
