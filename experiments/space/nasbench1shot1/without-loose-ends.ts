/**
 * The cells that automl/nasbench-1shot1@cb0f0ec yields "without loose ends": 2,487, 3,609 and 24,066. Blocks that the
 * output does not reach are no part of them; here they have the first of what they may have, which no network notices.
 */
import type { Bench1Shot1Cell } from './cell.ts';
import { chainedChoices } from './enumerate.ts';
import { operations, parentSets, type SpaceNumber } from './layout.ts';

/** Isomorphic ones counted apart. */
export function* cellsWithoutLooseEnds(space: SpaceNumber): Generator<Bench1Shot1Cell, void, undefined> {
  for (const parents of chainedChoices(space)) {
    const isReached = parents.slice(0, -1).map((set) => set.length > 0);
    const whole = parents.map((set, i) => (set.length > 0 ? set : (parentSets(space, i + 1)[0] ?? [])));
    for (const ops of labellings(isReached)) yield { ops, parents: whole };
  }
}

/** Every choice of operations for the reached blocks. */
function* labellings([isReached, ...rest]: readonly boolean[]): Generator<
  readonly string[],
  void,
  undefined
> {
  if (isReached === undefined) {
    yield [];
    return;
  }
  for (const op of isReached ? operations : operations.slice(0, 1)) {
    for (const others of labellings(rest)) yield [op, ...others];
  }
}
