/**
 * Dotted keys of a matrix, such as `trial.epochs` or `task.data`, lead to values of the manifest. Each value they list
 * is put in its place, and what is wrong with the manifest then is wrong with the matrix.
 */
import { childOf, type Entry, type Node, nodeAt } from '../manifest-tree/node.ts';
import { type ManifestProblem, type PlacedProblem, problemAt } from '../manifest-tree/problem.ts';
import { isDotted, matrixPath } from './matrix-paths.ts';
import { applyOverrides } from './override.ts';
import { unquoted } from './read-overrides.ts';

/** Values under dotted keys that are tried, each as a manifest of its own. */
const mostTried = 500;

/** @param check everything that is wrong with a manifest whose matrices are not looked into */
export function checkMatrices(
  root: Node,
  check: (changed: Node) => readonly ManifestProblem[],
): ManifestProblem[] {
  const axes = dottedAxes(root);
  const count = axes.reduce((sum, { values }) => sum + values.length, 0);
  const [longest] = axes.toSorted((a, b) => b.values.length - a.values.length);
  if (longest !== undefined && count > mostTried) return [tooMany(longest, count)];
  return axes.flatMap((axis) => checkAxis(root, axis, check));
}

interface Axis {
  readonly method: string;
  readonly key: string;
  readonly entry: Entry;
  readonly values: readonly Node[];
}

function dottedAxes(root: Node): Axis[] {
  const methods = childOf(root, 'methods');
  if (methods?.kind !== 'map') return [];
  return [...methods.entries.keys()].flatMap((method) => {
    const matrix = nodeAt(root, ['methods', method, 'matrix']);
    if (matrix?.kind !== 'map') return [];
    return [...matrix.entries]
      .filter(([key]) => isDotted(key))
      .map(([key, entry]) => ({
        method,
        key,
        entry,
        values: entry.value.kind === 'list' ? entry.value.items : [],
      }));
  });
}

function checkAxis(
  root: Node,
  axis: Axis,
  check: (changed: Node) => readonly ManifestProblem[],
): ManifestProblem[] {
  const { key, method, entry } = axis;
  if (key.split('.').at(-1) === 'kind') return [changesKind(axis)];
  const below = matrixPath(key).part === null ? ['methods', method] : [];
  return axis.values.flatMap((value): ManifestProblem[] => {
    if (value.kind === 'map') return [notSingle(axis, value)];
    const { root: changed, problems } = applyOverrides(root, [{ path: unquoted(entry.key), value, below }]);
    const variant = `${key}=${textOf(value)}`;
    const found = problems.length > 0 ? problems : check(changed);
    return found.map((problem) => ('line' in problem ? { ...problem, variant } : problem));
  });
}

const textOf = (node: Node): string => {
  const { source, start, end } = node.span;
  return source.text.slice(start, end);
};

const at = ({ method, key }: Axis) => ['methods', method, 'matrix', key];

function changesKind(axis: Axis): PlacedProblem {
  const { key } = axis.entry;
  const detail = {
    expected: 'the path of a value that does not decide which others there are',
    found: axis.key,
  };
  return problemAt(key, at(axis), { reason: 'unknown-path', segment: 'kind' }, detail);
}

function notSingle(axis: Axis, value: Node): PlacedProblem {
  const detail = { expected: 'a single value or a list', found: 'a map' };
  return problemAt(value.span, at(axis), { reason: 'wrong-value' }, detail);
}

function tooMany(axis: Axis, count: number): PlacedProblem {
  const detail = { expected: `at most ${mostTried} values under dotted keys in all`, found: String(count) };
  return problemAt(axis.entry.key, at(axis), { reason: 'too-many', what: 'matrix values' }, detail);
}
