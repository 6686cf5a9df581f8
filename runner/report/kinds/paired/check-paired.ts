/** What a comparison with baselines asks of its manifest. */
import type { JsonObject } from '../../../../schemas/json.ts';
import { mapIn } from '../../../manifest-tree/loose.ts';
import type { ManifestView } from '../../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../../manifest-tree/problem.ts';
import { anyOf, choiceAmong } from '../../../manifest-tree/suggest.ts';
import { methodNames, unknownMethodKey } from '../../check/methods.ts';
import { checkOneJobPerSeed } from '../../check/one-job-per-seed.ts';
import { checkMeasured } from '../../check/stages.ts';

/** A seed makes one pair, so a stage that trains several architectures with each is refused. */
export const checkPaired = (
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] => [
  ...checkMeasured(view, report, path),
  ...checkBaselines(view, report, path),
  ...checkOneJobPerSeed('a paired report', view, report, path),
];

function checkBaselines(view: ManifestView, report: JsonObject, path: readonly string[]): ManifestProblem[] {
  const methods = methodNames(view);
  const place = [...path, 'baselines'];
  return Object.entries(mapIn(report, 'baselines')).flatMap(([name, baseline]) => {
    const at = [...place, name];
    const problems = methods.includes(name) ? [] : [unknownMethodKey(view, place, name)];
    if (typeof baseline !== 'string') return problems;
    if (!methods.includes(baseline)) {
      const reason = { reason: 'unknown-reference', what: 'method', name: baseline } as const;
      return [...problems, view.at(at, reason, choiceAmong(methods, baseline))];
    }
    if (baseline !== name) return problems;
    const partner = `method ${name}: no method is its own baseline`;
    const reason = { reason: 'does-not-fit', what: 'baseline', word: baseline, partner } as const;
    const others = methods.filter((method) => method !== name);
    const expected = others.length === 0 ? 'another method' : anyOf(others);
    return [...problems, view.at(at, reason, { expected, found: baseline })];
  });
}
