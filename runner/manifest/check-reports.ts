/** Reports name stages, methods and metrics that exist, and pair what has a seed in common. */
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { checkLines } from './check-curve.ts';
import { unknownStage } from './check-stages.ts';
import { countIn, listIn, mapIn, mapsIn, textIn } from './loose.ts';
import type { ManifestView, StageView } from './manifest-view.ts';
import { measures } from './measured.ts';
import type { ManifestProblem } from './problem.ts';
import { anyOf, choiceAmong } from './suggest.ts';

export function checkReports(view: ManifestView): ManifestProblem[] {
  return mapsIn(view.plain, 'reports').flatMap(([name, report]) => {
    const path = ['reports', name];
    return [...checkContent(view, report, path), ...checkPublished(view, report, [...path, 'published'])];
  });
}

function checkContent(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  switch (textIn(report, 'kind')) {
    case 'curve':
      return checkCurve(view, report, path);
    case 'correlation':
    case 'scatter':
      return checkPairs(view, mapIn(report, 'x'), mapIn(report, 'y'), path);
    case 'paired':
      return checkPaired(view, report, path);
    case 'rows':
      return checkStage(view, report, path);
    default:
      return listIn(report, 'columns').flatMap((column, i) =>
        isJsonObject(column) ? checkMeasured(view, column, [...path, 'columns', String(i)]) : [],
      );
  }
}

function checkCurve(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  const stage = view.stages.get(textIn(report, 'stage') ?? '');
  return stage ? checkLines(view, stage, report, path) : checkStage(view, report, path);
}

function checkPairs(view: ManifestView, x: JsonObject, y: JsonObject, path: string[]): ManifestProblem[] {
  const problems = [...checkMeasured(view, x, [...path, 'x']), ...checkMeasured(view, y, [...path, 'y'])];
  const [stageX, stageY] = [x, y].map((measured) => view.stages.get(textIn(measured, 'stage') ?? ''));
  if (!stageX || !stageY || arePaired(view, stageX, stageY)) return problems;
  const partners = [...view.stages.values()].filter((stage) => arePaired(view, stageX, stage));
  const reason = { reason: 'does-not-fit', what: 'stage', word: stageY.name } as const;
  const partner = `stage ${stageX.name}: their jobs of one seed do not share an architecture`;
  const detail = { expected: anyOf(partners.map(({ name }) => name)), found: stageY.name };
  return [...problems, view.at([...path, 'y', 'stage'], { ...reason, partner }, detail)];
}

/** Whether the jobs of two stages with the same seed are about the same architecture. */
function arePaired(view: ManifestView, a: StageView, b: StageView): boolean {
  if (a.name === b.name) return true;
  if (keepsSeveral(a) || keepsSeveral(b)) return false;
  const sources = seedSources(view, a);
  return [...seedSources(view, b)].some((name) => sources.has(name));
}

/** The stage and those it trains the architectures of, seed by seed. A selection hands on without regard to seeds. */
function seedSources(view: ManifestView, stage: StageView): Set<string> {
  const names = new Set<string>();
  let at: StageView | undefined = stage;
  while (at !== undefined && !names.has(at.name)) {
    names.add(at.name);
    at = at.select === null && at.from !== undefined ? view.stages.get(at.from) : undefined;
  }
  return names;
}

const keepsSeveral = ({ select }: StageView): boolean => (countIn(select ?? {}, 'keep') ?? 1) > 1;

/** A seed makes one pair, so a stage that trains several architectures with each is refused. */
function checkPaired(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  const problems = [...checkMeasured(view, report, path), ...checkBaselines(view, report, path)];
  const stage = view.stages.get(textIn(report, 'stage') ?? '');
  if (stage === undefined || !keepsSeveral(stage)) return problems;
  const metric = textIn(report, 'metric') ?? '';
  const others = [...view.stages.values()].filter((other) => !keepsSeveral(other) && measures(other, metric));
  const law = 'a stage with one job for each seed that measures it';
  const partner = 'a paired report: it has several jobs for each seed';
  const reason = { reason: 'does-not-fit', what: 'stage', word: stage.name, partner } as const;
  const expected = others.length === 0 ? law : anyOf(others.map(({ name }) => name));
  const detail = { expected, found: stage.name };
  return [...problems, view.at([...path, 'stage'], reason, detail)];
}

function checkBaselines(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  const methods = methodsIn(view);
  const place = [...path, 'baselines'];
  return Object.entries(mapIn(report, 'baselines')).flatMap(([name, baseline]) => {
    const at = [...place, name];
    const problems = methods.includes(name) ? [] : [unknownMethodKey(view, place, name)];
    if (typeof baseline !== 'string') return problems;
    if (!methods.includes(baseline)) {
      const reason = { reason: 'unknown-reference', what: 'method', name: baseline } as const;
      return [...problems, view.at(at, reason, choiceAmong(methods, baseline))];
    }
    if (baseline !== name) return problems;
    const partner = `method ${name}: no method is its own baseline`;
    const reason = { reason: 'does-not-fit', what: 'baseline', word: baseline, partner } as const;
    const others = methods.filter((method) => method !== name);
    const expected = others.length === 0 ? 'another method' : anyOf(others);
    return [...problems, view.at(at, reason, { expected, found: baseline })];
  });
}

function checkStage(view: ManifestView, named: JsonObject, path: string[]): ManifestProblem[] {
  const name = textIn(named, 'stage');
  return name === undefined || view.stages.has(name) ? [] : [unknownStage(view, [...path, 'stage'], name)];
}

/** A metric of a stage. */
function checkMeasured(view: ManifestView, measured: JsonObject, path: string[]): ManifestProblem[] {
  const stage = view.stages.get(textIn(measured, 'stage') ?? '');
  const metric = textIn(measured, 'metric');
  if (stage === undefined) return checkStage(view, measured, path);
  if (metric === undefined || measures(stage, metric)) return [];
  const reason = { reason: 'not-measured', metric, stage: stage.name } as const;
  return [view.at([...path, 'metric'], reason, { expected: ownerOf(metric), found: descriptionOf(stage) })];
}

/** A stage that can measure it. */
function ownerOf(metric: string): string {
  if (metric.startsWith('test.')) return 'a train stage with measure: test';
  return metric.startsWith('validation.') ? 'a stage that measures validation' : 'a search stage';
}

function descriptionOf({ name, kind, measure }: StageView): string {
  if (kind === 'search') return `${name}, a search`;
  return kind === 'train' ? `${name}, with measure: ${measure}` : `${name}, a ${kind} stage`;
}

function checkPublished(view: ManifestView, report: JsonObject, path: string[]): ManifestProblem[] {
  const methods = methodsIn(view);
  return Object.keys(mapIn(report, 'published'))
    .filter((name) => !methods.includes(name))
    .map((name) => unknownMethodKey(view, path, name));
}

const methodsIn = (view: ManifestView): string[] => Object.keys(mapIn(view.plain, 'methods'));

/** A key that should be the name of a method; `path` is that of its map. */
function unknownMethodKey(view: ManifestView, path: string[], name: string): ManifestProblem {
  const reason = { reason: 'unknown-reference', what: 'method', name } as const;
  const problem = view.atKey([...path, name], reason, choiceAmong(methodsIn(view), name));
  return { ...problem, path: path.join('.') };
}
