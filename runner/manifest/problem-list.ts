import type { ManifestProblem, PlacedProblem } from './problem.ts';

/**
 * Each problem once, source by source in the given order, each from top to bottom. One place that is used twice (an
 * alias, a profile) is one problem.
 */
export function sortedProblems(
  problems: readonly ManifestProblem[],
  sources: readonly string[],
): ManifestProblem[] {
  const unique = new Map<string, ManifestProblem>();
  for (const problem of problems.filter((each) => !problems.some((cause) => followsFrom(each, cause)))) {
    const id = identity(problem);
    if (!unique.has(id)) unique.set(id, problem);
  }
  const rank = ({ file }: ManifestProblem) =>
    sources.includes(file) ? sources.indexOf(file) : sources.length;
  return [...unique.values()].sort((a, b) => rank(a) - rank(b) || position(a) - position(b));
}

/** What cannot be read, such as an alias that names nothing, stands for no value and so breaks further laws. */
function followsFrom(problem: ManifestProblem, cause: ManifestProblem): boolean {
  if (!('line' in cause) || !unreadable.includes(cause.reason)) return false;
  return problem !== cause && 'line' in problem && placeText(problem) === placeText(cause);
}

const unreadable: readonly string[] = ['yaml-syntax', 'unknown-anchor', 'recursive-anchor'];

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
