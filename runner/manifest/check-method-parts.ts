/** Seed sets and stages that a method names are those of the manifest. */
import { mapIn, mapsIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import { trains } from '../manifest-tree/measured.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { anyOf, choiceAmong } from '../manifest-tree/suggest.ts';
import { unknownStage } from '../manifest-tree/unknown-stage.ts';
import { skippedBy } from './method-views.ts';

export const checkMethodParts = (view: ManifestView): ManifestProblem[] =>
  mapsIn(view.plain, 'methods').flatMap(([name, method]) => [
    ...Object.keys(mapIn(method, 'seedSets')).flatMap((set) => unknownSet(view, name, set)),
    ...skippedBy(method).flatMap((stage, i) => wrongStage(view, ['methods', name, 'skip', String(i)], stage)),
  ]);

function unknownSet(view: ManifestView, method: string, name: string): ManifestProblem[] {
  const names = view.seedSets.map((set) => set.name);
  if (names.includes(name)) return [];
  const path = ['methods', method, 'seedSets'];
  const reason = { reason: 'unknown-reference', what: 'seed set', name } as const;
  return [{ ...view.atKey([...path, name], reason, choiceAmong(names, name)), path: path.join('.') }];
}

/** What no other stage stands in for cannot be left out. */
function wrongStage(view: ManifestView, path: string[], name: string): ManifestProblem[] {
  const stage = view.stages.get(name);
  if (stage === undefined) return [unknownStage(view, path, name)];
  if (trains(stage)) return [];
  const partner = 'skip: it takes its architectures from no other stage';
  const options = [...view.stages.values()].filter(trains).map((other) => other.name);
  const reason = { reason: 'does-not-fit', what: 'stage', word: name, partner } as const;
  return [view.at(path, reason, { expected: anyOf(options), found: name })];
}
