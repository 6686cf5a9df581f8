/** Task, data, space, methods and stages fit each other. */
import { declaredName } from '../../schemas/declared-space/declaration.ts';
import { methodForms, methodsFor, tasksFit } from '../../schemas/fit.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { mapIn, mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { anyOf } from '../manifest-tree/suggest.ts';
import { isDeclared } from './check-space.ts';

export function checkFit(view: ManifestView): ManifestProblem[] {
  const task = knownKey(tasksFit, textIn(mapIn(view.plain, 'task'), 'kind'));
  const written = mapIn(view.plain, 'space');
  const space = knownKey(methodsFor, isDeclared(written) ? declaredName : textIn(written, 'name'));
  if (task === undefined || space === undefined) return [];
  const partner = space === declaredName ? 'a declared space' : `the space ${space}`;
  const fitting: Readonly<Partial<Record<string, readonly string[]>>> = methodsFor[space] ?? {};
  const methods = fitting[task];
  if (methods === undefined) {
    const tasks = Object.keys(fitting);
    const misfit = { what: 'task', word: task, partner, options: tasks };
    return [unfit(view, ['task', 'kind'], misfit)];
  }
  const both = `${partner} and the task ${task}`;
  return [
    ...kinds(view, 'methods', { what: 'method', partner: both, options: methods }),
    ...kinds(view, 'stages', { what: 'stage', partner: `the task ${task}`, options: tasksFit[task].stages }),
    ...mapsIn(view.plain, 'methods').flatMap(([name, method]) => [
      ...checkEnd(view, name, method),
      ...checkTuned(view, name, method, methods),
    ]),
  ];
}

interface Partner {
  readonly what: string;
  readonly partner: string;
  readonly options: readonly string[];
}

/** Entries of a map whose kind is none of those that fit. Kinds that there are not at all break the schema. */
function kinds(view: ManifestView, map: 'methods' | 'stages', fit: Partner): ManifestProblem[] {
  return mapsIn(view.plain, map).flatMap(([name, entry]) => {
    const word = textIn(entry, 'kind');
    if (word === undefined || !known[map].has(word) || fit.options.includes(word)) return [];
    return [unfit(view, [map, name, 'kind'], { ...fit, word })];
  });
}

const known = {
  methods: new Set(Object.keys(methodForms)),
  stages: new Set<string>(Object.values(tasksFit).flatMap(({ stages }) => stages)),
};

/** What is tuned shares weights. */
function checkTuned(
  view: ManifestView,
  name: string,
  method: JsonObject,
  fitting: readonly string[],
): ManifestProblem[] {
  const word = textIn(mapIn(method, 'method'), 'kind');
  const options = fitting.filter((kind) => methodForms[kind] === 'weight-sharing');
  if (word === undefined || !known.methods.has(word) || options.includes(word)) return [];
  const fit = { what: 'method', word, partner: 'tuning', options };
  return [unfit(view, ['methods', name, 'method', 'kind'], fit)];
}

/** A black-box search ends, and so does tuning. */
function checkEnd(view: ManifestView, name: string, method: JsonObject): ManifestProblem[] {
  const ends = endsOf(method);
  // What is no number breaks the schema, and says nothing here.
  if (ends.length === 0 || ends.some((key) => Object.hasOwn(method, key) && method[key] !== 0)) return [];
  const detail = { expected: `${anyOf(ends)} above 0`, found: 'none of them' };
  return [view.atKey(['methods', name], { reason: 'endless-search', method: name }, detail)];
}

/** The settings of which one must end the search; none for a method that ends by itself. */
function endsOf(method: JsonObject): readonly string[] {
  const kind = textIn(method, 'kind') ?? '';
  const form = Object.hasOwn(methodForms, kind) ? methodForms[kind] : undefined;
  if (form === 'black-box') return ['evaluations', 'simulatedSeconds', 'totalEpochs'];
  return form === 'direct' && Object.hasOwn(method, 'method') ? ['brackets', 'evaluations'] : [];
}

interface Misfit extends Partner {
  readonly word: string;
}

function unfit(view: ManifestView, path: Path, { what, word, partner, options }: Misfit): ManifestProblem {
  const reason = { reason: 'does-not-fit', what, word, partner } as const;
  return view.at(path, reason, { expected: anyOf(options), found: word });
}

function knownKey<K extends string>(
  record: Readonly<Record<K, unknown>>,
  key: string | undefined,
): K | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? (key as K) : undefined;
}
