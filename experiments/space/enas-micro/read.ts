/** Reads what a person gives as a pair of micro cells, with other numbers of nodes than the space's, too. */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { readPair } from '../read-pairs.ts';
import { type Path, Problems, readList, readObject, unwrapped } from '../read-value.ts';
import type { Cell } from './cell.ts';
import { cellKinds, type MicroGenotype } from './genotype.ts';
import { operations } from './operations.ts';

/** All orders of so many nodes can be looked at. */
export const mostNodes = 8;

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readMicroGenotype(value: unknown): Result<MicroGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'enas-micro', problems);
  const object = readObject(inner, path, cellKinds, problems);
  if (!object) return fail(...problems.found);
  const [normal = [], reduce = []] = cellKinds.map((kind) =>
    readCell(object[kind], [...path, kind], problems),
  );
  return problems.found.length > 0 ? fail(...problems.found) : ok({ normal, reduce });
}

function readCell(value: unknown, path: Path, problems: Problems): Cell {
  const what = `1 to ${mostNodes} nodes`;
  const nodes = readList(value, path, what, problems);
  if (Array.isArray(value) && (nodes.length === 0 || nodes.length > mostNodes)) {
    problems.wrong(path, `a list of ${what}`, value);
    return [];
  }
  nodes.forEach((node, i) => {
    const place = [...path, i];
    if (!Array.isArray(node) || node.length !== 2) {
      problems.wrong(place, 'two [operation, node] pairs', node);
      return;
    }
    node.forEach((input: unknown, k) => {
      readPair(input, [...place, k], operations, { what: 'node', max: i + 1 }, problems);
    });
  });
  return nodes as Cell;
}
