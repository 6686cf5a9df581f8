/**
 * Renumberings of a cell's interior vertices. Two specs are the same cell exactly when a renumbering turns one into
 * the other, which makes the smallest (bits, labels) among the renumberings a canonical form. It is the form that
 * the benchmark stores: its enumeration runs through bits, then labels, in rising order and keeps the first it meets.
 */
import { type CellCode, codeOf, edgeBit, specOf } from './edge-bits.ts';
import { pruned } from './prune.ts';
import { type CellSpec, maxVertices, operations } from './spec.ts';

/** Entry v is the new number of vertex v. Input and output keep theirs. */
export type Renumbering = readonly number[];

const known = new Map<number, readonly Renumbering[]>();

/** All (vertices - 2)! renumberings, the identity first. @throws TypeError unless 2 <= vertices <= 7 */
export function renumberings(vertices: number): readonly Renumbering[] {
  expectVertices(vertices);
  const before = known.get(vertices);
  if (before) return before;
  const interior = Array.from({ length: vertices - 2 }, (_, i) => i + 1);
  const all = permutations(interior).map((permutation) => [0, ...permutation, vertices - 1]);
  known.set(vertices, all);
  return all;
}

export function expectVertices(vertices: number): void {
  if (!Number.isInteger(vertices) || vertices < 2 || vertices > maxVertices) {
    throw new TypeError(`Expected \`vertices\` to be an integer in [2, ${maxVertices}], got \`${vertices}\``);
  }
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}

/** The bits of the renumbered graph, or -1 when one of its edges would lead downwards. */
export function renumberedBits(bits: number, renumbering: Renumbering): number {
  let result = 0;
  for (let to = 1; to < renumbering.length; to += 1) {
    for (let from = 0; from < to; from += 1) {
      if (((bits >>> edgeBit(from, to)) & 1) === 0) continue;
      const newFrom = renumbering[from] as number;
      const newTo = renumbering[to] as number;
      if (newFrom > newTo) return -1;
      result |= 1 << edgeBit(newFrom, newTo);
    }
  }
  return result;
}

/** The label code after renumbering: every interior vertex takes its digit along. */
export function renumberedLabels(labelCode: number, renumbering: Renumbering): number {
  let result = 0;
  let rest = labelCode;
  for (let v = renumbering.length - 2; v >= 1; v -= 1) {
    const place = renumbering.length - 2 - (renumbering[v] ?? Number.NaN);
    result += (rest % operations.length) * operations.length ** place;
    rest = Math.floor(rest / operations.length);
  }
  return result;
}

/** The smallest bits that a renumbering gives the graph. */
export function canonicalBits(bits: number, vertices: number): number {
  return renumberings(vertices).reduce((best, renumbering) => {
    const other = renumberedBits(bits, renumbering);
    return other >= 0 && other < best ? other : best;
  }, bits);
}

/** The renumberings that leave the graph as it is. */
export const automorphisms = (bits: number, vertices: number): readonly Renumbering[] =>
  renumberings(vertices).filter((renumbering) => renumberedBits(bits, renumbering) === bits);

/** The spec under which the benchmark stores a cell. @throws TypeError for a spec outside the space */
export function canonicalCell(spec: CellSpec): CellSpec {
  return specOf(canonicalCode(codeOf(pruned(spec))));
}

function canonicalCode(code: CellCode): CellCode {
  let best = code;
  for (const renumbering of renumberings(code.vertices)) {
    const bits = renumberedBits(code.bits, renumbering);
    if (bits < 0 || bits > best.bits) continue;
    const labelCode = renumberedLabels(code.labelCode, renumbering);
    if (bits < best.bits || labelCode < best.labelCode) best = { vertices: code.vertices, bits, labelCode };
  }
  return best;
}
