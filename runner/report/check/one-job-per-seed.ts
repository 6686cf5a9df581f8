/** A seed that makes one pair, or one block, needs a stage with one job for each. */
import type { JsonObject } from '../../../schemas/json.ts';
import { textIn } from '../../manifest-tree/loose.ts';
import type { ManifestView } from '../../manifest-tree/manifest-view.ts';
import { measures } from '../../manifest-tree/measured.ts';
import type { ManifestProblem } from '../../manifest-tree/problem.ts';
import { anyOf } from '../../manifest-tree/suggest.ts';
import { keepsSeveral, stageOf } from './stages.ts';

/** @param report names a metric and a stage. @param what it is called in the message */
export function checkOneJobPerSeed(
  what: string,
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const stage = stageOf(view, report);
  if (stage === undefined || !keepsSeveral(stage)) return [];
  const metric = textIn(report, 'metric') ?? '';
  const others = [...view.stages.values()].filter((other) => !keepsSeveral(other) && measures(other, metric));
  const law = 'a stage with one job for each seed that measures it';
  const partner = `${what}: it has several jobs for each seed`;
  const reason = { reason: 'does-not-fit', what: 'stage', word: stage.name, partner } as const;
  const expected = others.length === 0 ? law : anyOf(others.map(({ name }) => name));
  return [view.at([...path, 'stage'], reason, { expected, found: stage.name })];
}
