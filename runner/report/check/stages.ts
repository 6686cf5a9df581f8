/** Reports name stages that exist, and metrics that these measure. */
import type { JsonObject } from '../../../schemas/json.ts';
import { countIn, textIn } from '../../manifest-tree/loose.ts';
import type { ManifestView, StageView } from '../../manifest-tree/manifest-view.ts';
import { measures } from '../../manifest-tree/measured.ts';
import { notMeasured } from '../../manifest-tree/not-measured.ts';
import type { ManifestProblem } from '../../manifest-tree/problem.ts';
import { unknownStage } from '../../manifest-tree/unknown-stage.ts';

export function checkStage(
  view: ManifestView,
  named: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const name = textIn(named, 'stage');
  return name === undefined || view.stages.has(name) ? [] : [unknownStage(view, [...path, 'stage'], name)];
}

/** A metric of a stage. */
export function checkMeasured(
  view: ManifestView,
  measured: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const stage = stageOf(view, measured);
  const metric = textIn(measured, 'metric');
  if (stage === undefined) return checkStage(view, measured, path);
  if (metric === undefined || measures(stage, metric)) return [];
  return [notMeasured(view, [...path, 'metric'], stage, metric)];
}

/** The stage that is named, where there is one. */
export const stageOf = (view: ManifestView, named: JsonObject): StageView | undefined =>
  view.stages.get(textIn(named, 'stage') ?? '');

/** Whether the stage trains several architectures with each seed. */
export const keepsSeveral = ({ select }: StageView): boolean => (countIn(select ?? {}, 'keep') ?? 1) > 1;
