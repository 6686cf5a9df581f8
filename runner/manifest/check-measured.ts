/** Reports and selections that ask a search for a number that some method's search never makes. */
import { unmeasuredWith } from '../../schemas/fit.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { mapIn, mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { methodView, seedSetsFor } from './method-views.ts';

/** A method whose searches measure nothing, and the settings that make it so. */
interface SilentMethod {
  readonly name: string;
  readonly method: JsonObject;
  readonly because: readonly (readonly [setting: string, value: JsonValue])[];
}

/** What is asked of a search, and besides the settings of the method what else would do. */
interface Asked {
  readonly path: Path;
  readonly metric: string;
  readonly otherwise?: string;
}

export function checkMeasured(view: ManifestView): ManifestProblem[] {
  const searches = [...view.stages.values()].filter(({ kind }) => kind === 'search').map(({ name }) => name);
  return silentMethods(view).flatMap((silent) =>
    [
      ...mapsIn(view.plain, 'reports').flatMap(([name, report]) =>
        askedIn(report, ['reports', name], searches),
      ),
      ...selectedBy(view, silent, searches),
    ]
      .filter(({ metric }) => metric.startsWith('validation.'))
      .map((asked) => unmakeable(view, asked, silent)),
  );
}

/** Selections among what several searches of the method found. Where one is found, nothing is compared. */
function selectedBy(
  view: ManifestView,
  { name, method }: SilentMethod,
  searches: readonly string[],
): readonly Asked[] {
  const { stages } = methodView(view, name, method);
  const most = Math.max(0, ...seedSetsFor(view, name, method).map(({ seeds }) => seeds.length));
  return [...stages.values()].flatMap(({ name: stage, from = '', select }): Asked[] => {
    const metric = select ? textIn(select, 'metric') : undefined;
    const seeds = searches.includes(from) ? (stages.get(from)?.seeds ?? 0) : 0;
    if (metric === undefined || (seeds === 'each' ? most : seeds) < 2) return [];
    const path = ['stages', stage, 'select', 'metric'];
    const written = view.stages.get(stage)?.from;
    return [
      written === from
        ? { path, metric }
        : { path, metric, otherwise: `${written} among the stages it runs` },
    ];
  });
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
    return isSilent
      ? [{ name, method, because: rules.map(({ setting, value }) => [setting, value] as const) }]
      : [];
  });
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
  { path, metric, otherwise }: Asked,
  { name, because }: SilentMethod,
): ManifestProblem {
  const partner = `the method ${name}, whose search measures nothing`;
  const reason = { reason: 'does-not-fit', what: 'metric', word: metric, partner } as const;
  const settings = because.map(([setting]) => setting).join(' or ');
  const expected = `methods.${name} with another ${settings}${otherwise === undefined ? '' : `, or with ${otherwise}`}`;
  const found = because.map(([setting, value]) => `${setting}: ${String(value)}`).join(', ');
  return view.at(path, reason, { expected, found });
}
