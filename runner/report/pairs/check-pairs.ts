/** Two metrics make pairs where their jobs of one seed are about one architecture. */
import type { JsonObject } from '../../../schemas/json.ts';
import { mapIn } from '../../manifest-tree/loose.ts';
import type { ManifestView, StageView } from '../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../manifest-tree/problem.ts';
import { anyOf } from '../../manifest-tree/suggest.ts';
import { checkMeasured, keepsSeveral, stageOf } from '../check/stages.ts';

export function checkPairs(
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const [x, y] = [mapIn(report, 'x'), mapIn(report, 'y')];
  const problems = [...checkMeasured(view, x, [...path, 'x']), ...checkMeasured(view, y, [...path, 'y'])];
  const [stageX, stageY] = [stageOf(view, x), stageOf(view, y)];
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
