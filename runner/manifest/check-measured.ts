/** Reports and selections that ask a search for a number that some method's search never makes. */
import { unmeasuredWith } from '../../schemas/fit.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { mapIn, mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';

/** A method whose searches measure nothing, and the settings that make it so. */
interface SilentMethod {
  readonly name: string;
  readonly because: readonly (readonly [setting: string, value: JsonValue])[];
}

export function checkMeasured(view: ManifestView): ManifestProblem[] {
  const silent = silentMethods(view);
  if (silent.length === 0) return [];
  const searches = [...view.stages.values()].filter(({ kind }) => kind === 'search').map(({ name }) => name);
  const asked = [
    ...mapsIn(view.plain, 'reports').flatMap(([name, report]) =>
      askedIn(report, ['reports', name], searches),
    ),
    ...[...view.stages.values()].flatMap(({ name, from, select }) => {
      const metric = select ? textIn(select, 'metric') : undefined;
      const asks = metric !== undefined && from !== undefined && searches.includes(from);
      return asks ? [{ path: ['stages', name, 'select', 'metric'], metric }] : [];
    }),
  ];
  return asked
    .filter(({ metric }) => metric.startsWith('validation.'))
    .flatMap(({ path, metric }) => silent.map((method) => unmakeable(view, path, metric, method)));
}

/** A setting that a matrix varies is none that can be read here. */
function silentMethods({ plain }: ManifestView): readonly SilentMethod[] {
  const task = textIn(mapIn(plain, 'task'), 'kind');
  return mapsIn(plain, 'methods').flatMap(([name, method]) => {
    const rules = unmeasuredWith(task, textIn(method, 'kind'));
    const isSilent =
      rules.length > 0 &&
      rules.every(({ setting, value, isDefault }) =>
        Object.hasOwn(method, setting) ? method[setting] === value : isDefault,
      );
    return isSilent ? [{ name, because: rules.map(({ setting, value }) => [setting, value] as const) }] : [];
  });
}

interface Asked {
  readonly path: Path;
  readonly metric: string;
}

/** Every metric that is named together with one of these stages. */
function askedIn(value: JsonValue, path: Path, stages: readonly string[]): readonly Asked[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: JsonValue, i) => askedIn(item, [...path, String(i)], stages));
  }
  if (!isJsonObject(value)) return [];
  const { metric, stage } = value as JsonObject;
  const own =
    typeof metric === 'string' && typeof stage === 'string' && stages.includes(stage)
      ? [{ path: [...path, 'metric'], metric }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, item]) => askedIn(item, [...path, key], stages))];
}

function unmakeable(
  view: ManifestView,
  path: Path,
  metric: string,
  { name, because }: SilentMethod,
): ManifestProblem {
  const partner = `the method ${name}, whose search measures nothing`;
  const reason = { reason: 'does-not-fit', what: 'metric', word: metric, partner } as const;
  const settings = because.map(([setting]) => setting).join(' or ');
  const found = because.map(([setting, value]) => `${setting}: ${String(value)}`).join(', ');
  return view.at(path, reason, { expected: `methods.${name} with another ${settings}`, found });
}
