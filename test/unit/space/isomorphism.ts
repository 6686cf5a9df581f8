/** Whether two specs are the same cell, decided by search for a renumbering, independently of any hash. */
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';

/** Compares the pruned cells, of any size. @throws TypeError when one has no path from input to output */
export function areIsomorphic(one: CellSpec, other: CellSpec): boolean {
  const a = pruned(one);
  const b = pruned(other);
  if (a.ops.length !== b.ops.length) return false;
  const last = a.ops.length - 1;
  // Input stands for input and output for output, whatever else is renumbered.
  const isSame = (v: number, image: number): boolean =>
    a.ops[v] === b.ops[image] && (v === 0) === (image === 0) && (v === last) === (image === last);
  return extend([], a, b, isSame);
}

/** `images[v]` is the vertex of `b` that stands for vertex v of `a`. */
function extend(
  images: readonly number[],
  a: CellSpec,
  b: CellSpec,
  isSame: (v: number, image: number) => boolean,
): boolean {
  const v = images.length;
  if (v === a.ops.length) return true;
  return b.ops.some(
    (_, image) =>
      !images.includes(image) &&
      isSame(v, image) &&
      images.every(
        (earlier, u) =>
          edge(a, u, v) === edge(b, earlier, image) && edge(a, v, u) === edge(b, image, earlier),
      ) &&
      extend([...images, image], a, b, isSame),
  );
}

const edge = (spec: CellSpec, from: number, to: number): number => spec.matrix[from]?.[to] ?? 0;
