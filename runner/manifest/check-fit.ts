/** Task, data, space, methods and stages fit each other. */
import {
  dataKindOf,
  isBlackBox,
  methodsFor,
  oneShotMethods,
  stagesFor,
  type TaskKind,
} from '../../schemas/fit.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { mapIn, mapsIn, textIn } from './loose.ts';
import type { ManifestView } from './manifest-view.ts';
import type { Path } from './node.ts';
import type { ManifestProblem } from './problem.ts';
import { anyOf } from './suggest.ts';

export function checkFit(view: ManifestView): ManifestProblem[] {
  const task = knownKey(dataKindOf, textIn(mapIn(view.plain, 'task'), 'kind'));
  const space = knownKey(methodsFor, textIn(mapIn(view.plain, 'space'), 'name'));
  if (task === undefined || space === undefined) return [];
  const methods: readonly string[] | undefined = methodsFor[space][task];
  if (methods === undefined) {
    const tasks = Object.keys(methodsFor[space]);
    const misfit = { what: 'task', word: task, partner: `the space ${space}`, options: tasks };
    return [unfit(view, ['task', 'kind'], misfit)];
  }
  const partner = `the space ${space} and the task ${task}`;
  return [
    ...kinds(view, 'methods', { what: 'method', partner, options: methods }),
    ...kinds(view, 'stages', { what: 'stage', partner: `the task ${task}`, options: stagesFor[task] }),
    ...mapsIn(view.plain, 'methods').flatMap(([name, method]) => [
      ...checkBudget(view, name, method, task),
      ...checkTuned(view, name, method),
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
  methods: new Set<string>(Object.values(methodsFor).flatMap((tasks) => Object.values(tasks).flat())),
  stages: new Set<string>(Object.values(stagesFor).flat()),
};

/** What is tuned is a one-shot method. */
function checkTuned(view: ManifestView, name: string, method: JsonObject): ManifestProblem[] {
  const word = textIn(mapIn(method, 'method'), 'kind');
  const options: readonly string[] = oneShotMethods;
  if (word === undefined || !known.methods.has(word) || options.includes(word)) return [];
  const fit = { what: 'method', word, partner: 'tuning', options };
  return [unfit(view, ['methods', name, 'method', 'kind'], fit)];
}

/** A black-box search ends, and knows how a trial is measured. */
function checkBudget(
  view: ManifestView,
  name: string,
  method: JsonObject,
  task: TaskKind,
): ManifestProblem[] {
  if (!isBlackBox(textIn(method, 'kind') ?? '')) return [];
  const hasTrial = (method['trial'] ?? null) !== null;
  const looksUp = task === 'tabular-benchmark';
  const path = ['methods', name];
  const problems: ManifestProblem[] = [];
  if (!ends(method)) {
    const detail = { expected: 'evaluations or simulatedSeconds above 0', found: 'neither' };
    problems.push(view.atKey(path, { reason: 'endless-search', method: name }, detail));
  }
  if (looksUp && hasTrial) {
    const detail = { expected: 'no trial settings', found: 'a table, which knows every outcome' };
    problems.push(view.atKey([...path, 'trial'], { reason: 'useless-trial', method: name }, detail));
  }
  if (!looksUp && !hasTrial) {
    const detail = { expected: 'trial: how a trial is trained', found: 'none' };
    problems.push(view.atKey(path, { reason: 'missing-trial', method: name }, detail));
  }
  return problems;
}

/** What is no number breaks the schema, and says nothing here. */
const ends = (method: JsonObject): boolean =>
  ['evaluations', 'simulatedSeconds'].some((key) => Object.hasOwn(method, key) && method[key] !== 0);

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
