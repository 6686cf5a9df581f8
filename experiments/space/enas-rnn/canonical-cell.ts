/**
 * One form for all ways to write a cell down: every node reads one earlier state, so a cell is a tree below the joined
 * state, and the order of the nodes that read one state means nothing.
 */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { JsonValue } from '../../../schemas/json.ts';

/** Equal exactly for cells of one network. */
export function canonicalCell({ recurrent, concat }: RnnGenotype): JsonValue {
  const formOf = (state: number): JsonValue => {
    const readers = recurrent.flatMap(([, predecessor], node) => (predecessor === state ? [node + 1] : []));
    const forms = readers.map(formOf).sort(byText);
    // The joined state has no activation to choose.
    return [recurrent[state - 1]?.[0] ?? 'joined', concat.includes(state), forms];
  };
  return formOf(0);
}

function byText(a: JsonValue, b: JsonValue): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : Number(x > y);
}
