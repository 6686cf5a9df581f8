/**
 * The mutation of the study's regularised evolution (automl/nasbench-1shot1@cb0f0ec,
 * `run_regularized_evolution.py`): with a third each nothing changes, one parent of one node is swapped, or one
 * operation changes. So a child can be its parent, which is then measured again, and a change of a loose end is one of
 * nothing.
 */
import type { Draws } from '../../rng/draws.ts';
import type { Bench1Shot1Cell } from './cell.ts';
import { firstNodeWithChoice, operations, type SpaceNumber } from './layout.ts';

/** @param cell of the space */
export function mutateAsStudied(number: SpaceNumber, cell: Bench1Shot1Cell, draws: Draws): Bench1Shot1Cell {
  const mutation = draws.pick(['identity', 'parent', 'operation'] as const);
  if (mutation === 'identity') return cell;
  return mutation === 'parent' ? swapParent(number, cell, draws) : changeOperation(cell, draws);
}

/** Of any node that has a choice, the output among them. */
function swapParent(number: SpaceNumber, { ops, parents }: Bench1Shot1Cell, draws: Draws): Bench1Shot1Cell {
  const first = firstNodeWithChoice(number);
  const node = first + draws.below(parents.length - first + 1);
  const old = parents[node - 1] ?? [];
  const removed = draws.pick(old);
  const added = draws.pick(Array.from({ length: node }, (_, other) => other).filter((n) => !old.includes(n)));
  const swapped = [...old.filter((parent) => parent !== removed), added].sort((a, b) => a - b);
  return { ops, parents: parents.with(node - 1, swapped) };
}

function changeOperation({ ops, parents }: Bench1Shot1Cell, draws: Draws): Bench1Shot1Cell {
  const at = draws.below(ops.length);
  return { ops: ops.with(at, draws.pick(operations.filter((op) => op !== ops[at]))), parents };
}
