import type { ManifestProblem, PlacedProblem } from '../manifest-tree/problem.ts';

/**
 * Each problem once, source by source in the given order, each from top to bottom. One place that is used twice (an
 * alias, a profile) is one problem.
 */
export function sortedProblems(
  problems: readonly ManifestProblem[],
  sources: readonly string[],
): ManifestProblem[] {
  const causes = unreadablePlaces(problems);
  const unique = new Map<string, ManifestProblem>();
  for (const problem of problems) {
    const id = identity(problem);
    if (!unique.has(id) && !followsFrom(problem, causes)) unique.set(id, problem);
  }
  const ranks = new Map(sources.map((name, i): [string, number] => [name, i]).reverse());
  const rank = ({ file }: ManifestProblem) => ranks.get(file) ?? sources.length;
  return [...unique.values()].sort((a, b) => rank(a) - rank(b) || position(a) - position(b));
}

/** Place to the first problem that says that it cannot be read. */
function unreadablePlaces(problems: readonly ManifestProblem[]): ReadonlyMap<string, ManifestProblem> {
  const places = new Map<string, ManifestProblem>();
  for (const problem of problems) {
    if (!('line' in problem) || !unreadable.has(problem.reason)) continue;
    const place = placeText(problem);
    if (!places.has(place)) places.set(place, problem);
  }
  return places;
}

/** What cannot be read, such as an alias that names nothing, stands for no value and so breaks further laws. */
function followsFrom(problem: ManifestProblem, causes: ReadonlyMap<string, ManifestProblem>): boolean {
  const cause = 'line' in problem ? causes.get(placeText(problem)) : undefined;
  return cause !== undefined && cause !== problem;
}

const unreadable: ReadonlySet<string> = new Set(['yaml-syntax', 'unknown-anchor', 'recursive-anchor']);

const placeText = ({ file, line, col }: PlacedProblem): string => `${file}:${line}:${col}`;

/** What a problem says, and where. */
export function identity(problem: ManifestProblem): string {
  if (!('line' in problem)) return JSON.stringify(problem);
  const { file, line, col, reason, found, expected } = problem;
  return JSON.stringify([file, line, col, reason, found, 'key' in problem ? problem.key : expected]);
}

/** Problems of a whole file come before those inside it. */
const position = (problem: ManifestProblem): number =>
  'line' in problem ? problem.line * 1e6 + problem.col : 0;
