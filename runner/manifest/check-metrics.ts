/** Metrics that selections and reports name: those that the task declares, or else those of the catalogue. */
import { isCommandTask } from '../../schemas/command.ts';
import { measuresModels, metricsOfKind } from '../../schemas/fit.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { finalMetric, metricCatalog } from '../../schemas/metrics.ts';
import { mapIn, mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';

export function checkMetrics(view: ManifestView): ManifestProblem[] {
  const names = metricNames(view.plain);
  return [
    ...noValidation(view),
    ...[...view.stages.values()].flatMap(({ name, select }) => checkSelection(view, name, select, names)),
    ...mapsIn(view.plain, 'reports').flatMap(([name, report]) => [
      ...metricsIn(report, ['reports', name]).flatMap(([path, word]) =>
        unknownMetric(view, path, word, names),
      ),
      ...checkPublished(view, name, report, names),
    ]),
  ];
}

function metricNames(plain: JsonObject): string[] {
  const own = ownMetrics(plain);
  if (own === undefined) return Object.keys(metricCatalog);
  const groups = measuresModels(plain['task']) ? ['cost.', 'model.'] : ['cost.'];
  return [
    ...own,
    ...Object.keys(metricCatalog).filter((name) => groups.some((group) => name.startsWith(group))),
  ];
}

/** Those that the task of this manifest declares, or its kind; undefined where they are those of the catalogue. */
function ownMetrics(plain: JsonObject): readonly string[] | undefined {
  if (isCommandTask(plain['task'])) return Object.keys(mapIn(mapIn(plain, 'task'), 'metrics'));
  return metricsOfKind(plain['task'])?.map(({ name }) => name);
}

/** Methods and selections need to be told something. */
function noValidation(view: ManifestView): ManifestProblem[] {
  if (!isCommandTask(view.plain['task'])) return [];
  const names = Object.keys(mapIn(mapIn(view.plain, 'task'), 'metrics'));
  if (names.length === 0 || names.some((name) => name.startsWith('validation.'))) return [];
  const detail = {
    expected: 'at least one metric of validation, such as validation.errorPercent',
    found: names.join(', '),
  };
  return [view.atKey(['task', 'metrics'], { reason: 'wrong-value' }, detail)];
}

function checkSelection(
  view: ManifestView,
  stage: string,
  select: JsonObject | null | undefined,
  names: readonly string[],
): ManifestProblem[] {
  const word = select ? textIn(select, 'metric') : undefined;
  const options = names.filter((name) => name.startsWith('validation.'));
  if (word === undefined || options.includes(word)) return [];
  const path = ['stages', stage, 'select', 'metric'];
  const choice = choiceAmong(options, word);
  if (!word.startsWith('test.')) {
    const reason = { reason: 'unknown-value', what: 'selection metric', value: word } as const;
    return [view.at(path, reason, choice)];
  }
  // The same metric of the other split is what should be selected on, however far its name is.
  const other = word.replace('test.', 'validation.');
  const suggestion = options.includes(other) ? other : null;
  return [view.at(path, { reason: 'test-selection', metric: word }, { ...choice, suggestion })];
}

/** Every text under a key `metric`, with its path. */
function metricsIn(value: JsonValue, path: Path): (readonly [Path, string])[] {
  if (Array.isArray(value))
    return value.flatMap((item: JsonValue, i) => metricsIn(item, [...path, String(i)]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'metric' && typeof item === 'string'
      ? [[[...path, key], item] as const]
      : metricsIn(item, [...path, key]),
  );
}

const unknownMetric = (
  view: ManifestView,
  path: Path,
  word: string,
  names: readonly string[],
): ManifestProblem[] => {
  if (names.includes(finalMetric(word))) return [];
  return [view.at(path, { reason: 'unknown-value', what: 'metric', value: word }, choiceAmong(names, word))];
};

/** Published numbers of a table stand under the name of a method, then that of a metric. */
function checkPublished(
  view: ManifestView,
  name: string,
  report: JsonObject,
  names: readonly string[],
): ManifestProblem[] {
  if ((report['kind'] ?? 'table') !== 'table') return [];
  return mapsIn(report, 'published').flatMap(([method, published]) =>
    Object.keys(published)
      .filter((word) => !names.includes(finalMetric(word)))
      .map((word) => {
        const path = ['reports', name, 'published', method];
        const reason = { reason: 'unknown-value', what: 'metric', value: word } as const;
        const problem = view.atKey([...path, word], reason, choiceAmong(names, word));
        return { ...problem, path: path.join('.') };
      }),
  );
}
