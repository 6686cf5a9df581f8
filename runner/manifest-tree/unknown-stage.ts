/** A name of a stage that the manifest does not have. */
import type { ManifestView } from './manifest-view.ts';
import type { ManifestProblem } from './problem.ts';
import { choiceAmong } from './suggest.ts';

/** `except`: a stage that cannot be meant. */
export function unknownStage(
  view: ManifestView,
  path: string[],
  name: string,
  except?: string,
): ManifestProblem {
  const names = [...view.stages.keys()].filter((known) => known !== except);
  return view.at(path, { reason: 'unknown-reference', what: 'stage', name }, choiceAmong(names, name));
}
