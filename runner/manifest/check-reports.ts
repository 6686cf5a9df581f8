/** Reports name stages, methods and metrics that exist. */
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { unknownStage } from './check-stages.ts';
import { listIn, mapIn, mapsIn, textIn } from './loose.ts';
import type { ManifestView } from './manifest-view.ts';
import { measures } from './measured.ts';
import type { ManifestProblem } from './problem.ts';
import { choiceAmong } from './suggest.ts';

export function checkReports(view: ManifestView): ManifestProblem[] {
  return mapsIn(view.plain, 'reports').flatMap(([name, report]) => [
    ...listIn(report, 'columns').flatMap((column, i) =>
      isJsonObject(column) ? checkColumn(view, column, ['reports', name, 'columns', String(i)]) : [],
    ),
    ...checkPublished(view, report, ['reports', name, 'published']),
  ]);
}

function checkColumn(view: ManifestView, column: JsonObject, path: string[]): ManifestProblem[] {
  const name = textIn(column, 'stage');
  const metric = textIn(column, 'metric');
  if (name === undefined) return [];
  const stage = view.stages.get(name);
  if (!stage) return [unknownStage(view, [...path, 'stage'], name)];
  if (metric === undefined || measures(stage, metric)) return [];
  const expected = metric.startsWith('test.')
    ? 'a train stage with measure: test'
    : 'a stage that measures validation';
  const found = stage.kind === 'search' ? `${name}, a search` : `${name}, with measure: ${stage.measure}`;
  return [view.at([...path, 'metric'], { reason: 'not-measured', metric, stage: name }, { expected, found })];
}

function checkPublished(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  const methods = Object.keys(mapIn(view.plain, 'methods'));
  return Object.keys(mapIn(report, 'published'))
    .filter((name) => !methods.includes(name))
    .map((name) => {
      const reason = { reason: 'unknown-reference', what: 'method', name } as const;
      return { ...view.atKey([...path, name], reason, choiceAmong(methods, name)), path: path.join('.') };
    });
}
