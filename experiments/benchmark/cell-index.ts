/**
 * From a spec to the row of its cell without hashing. All raw graphs of up to seven vertices prune to 6,472 different
 * ones; each gets, when it first occurs, a table from its labellings to rows by way of the canonical form
 * (symmetry.ts), which tells cells apart exactly as the official hash does. After that a look-up reads three arrays.
 */
import {
  type CellCode,
  edgeBit,
  edgeSlots,
  labelCodeOf,
  labelCodes,
} from '../space/nasbench101/edge-bits.ts';
import { prune } from '../space/nasbench101/prune.ts';
import { type CellSpec, maxEdges, maxVertices, operations } from '../space/nasbench101/spec.ts';
import {
  canonicalBits,
  type Renumbering,
  renumberedBits,
  renumberedLabels,
  renumberings,
} from '../space/nasbench101/symmetry.ts';

/** What `rowOf` gives for a spec outside the space. */
export const notInSpace = -2;
/** What it gives for a cell that the table lacks. */
export const notInTable = -1;

/** Numbers of pruned graphs, kept with which vertices pruning leaves: a bit for each of up to seven. */
const keptBits = maxVertices;

interface PrunedGraph {
  readonly vertices: number;
  readonly bits: number;
  /** By label code; made when first asked for. */
  rows: Int32Array | undefined;
}

export class CellIndex {
  /** By number of vertices, then by raw bits: 0 unknown, -1 outside the space, else graph and kept vertices, plus 1. */
  readonly #raw: (Int32Array | undefined)[] = [];
  readonly #graphs: PrunedGraph[] = [];
  readonly #graphNumbers = new Map<number, number>();
  /** By number of vertices: rows by canonical bits and labels. */
  readonly #rows: Map<number, number>[] = Array.from({ length: maxVertices + 1 }, () => new Map());

  /** @param cells pruned cells, by row */
  constructor(cells: Iterable<CellCode>) {
    let row = 0;
    for (const { vertices, bits, labelCode } of cells) {
      this.#rows[vertices]?.set(canonicalKey(canonicalForm(bits, vertices), labelCode), row);
      row += 1;
    }
  }

  /** The row of the cell that a spec is after pruning, `notInTable` or `notInSpace`. */
  rowOf(spec: CellSpec): number {
    const code = codeOfKnown(spec);
    if (code) return this.rowOfCode(code.vertices, code.bits, code.labelCode);
    const cell = prune(spec);
    const pruned = cell && codeOfKnown(cell);
    return pruned ? this.rowOfCode(pruned.vertices, pruned.bits, pruned.labelCode) : notInSpace;
  }

  /** The same for a spec of two to seven vertices as integers (edge-bits.ts). */
  rowOfCode(vertices: number, bits: number, labelCode: number): number {
    this.#raw[vertices] ??= new Int32Array(2 ** edgeSlots(vertices));
    const raw = this.#raw[vertices];
    let known = raw[bits] as number;
    if (known === 0) {
      known = this.#classify(vertices, bits);
      raw[bits] = known;
    }
    if (known < 0) return notInSpace;
    const graph = this.#graphs[(known - 1) >>> keptBits] as PrunedGraph;
    graph.rows ??= this.#rowsOf(graph);
    return graph.rows[keptLabels(labelCode, vertices, (known - 1) & ((1 << keptBits) - 1))] as number;
  }

  #classify(vertices: number, bits: number): number {
    const kept = keptVertices(bits, vertices);
    const pruned = inducedBits(bits, vertices, kept);
    if (kept === 0 || oneBits(pruned) > maxEdges) return -1;
    const key = pruned * (maxVertices + 1) + oneBits(kept);
    let number = this.#graphNumbers.get(key);
    if (number === undefined) {
      number = this.#graphs.length;
      this.#graphs.push({ vertices: oneBits(kept), bits: pruned, rows: undefined });
      this.#graphNumbers.set(key, number);
    }
    return ((number << keptBits) | kept) + 1;
  }

  #rowsOf({ vertices, bits }: PrunedGraph): Int32Array {
    const form = canonicalForm(bits, vertices);
    const rows = this.#rows[vertices];
    return Int32Array.from({ length: labelCodes(vertices) }, (_, labelCode) => {
      return rows?.get(canonicalKey(form, labelCode)) ?? notInTable;
    });
  }
}

interface CanonicalForm {
  readonly bits: number;
  /** Those that lead to `bits`. */
  readonly renumberings: readonly Renumbering[];
}

const forms = new Map<number, CanonicalForm>();

function canonicalForm(bits: number, vertices: number): CanonicalForm {
  const key = bits * (maxVertices + 1) + vertices;
  const known = forms.get(key);
  if (known) return known;
  const least = canonicalBits(bits, vertices);
  const leading = renumberings(vertices).filter((one) => renumberedBits(bits, one) === least);
  const form = { bits: least, renumberings: leading };
  forms.set(key, form);
  return form;
}

/** Canonical bits and labels as one integer. */
function canonicalKey({ bits, renumberings: leading }: CanonicalForm, labelCode: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const renumbering of leading) least = Math.min(least, renumberedLabels(labelCode, renumbering));
  return bits * labelCodes(maxVertices) + least;
}

/** undefined for more than seven vertices, and for an operation that the space does not have. */
function codeOfKnown({ matrix, ops }: CellSpec): CellCode | undefined {
  const vertices = ops.length;
  if (vertices > maxVertices || ops[0] !== 'input' || ops[vertices - 1] !== 'output') return undefined;
  for (let v = 1; v < vertices - 1; v += 1) {
    if (!(operations as readonly string[]).includes(ops[v] as string)) return undefined;
  }
  let bits = 0;
  for (let to = 1, bit = 0; to < vertices; to += 1) {
    for (let from = 0; from < to; from += 1, bit += 1) if (matrix[from]?.[to] === 1) bits |= 1 << bit;
  }
  return { vertices, bits, labelCode: labelCodeOf(ops) };
}

/** The vertices on paths from input to output, a bit for each; 0 when there is no path. */
function keptVertices(bits: number, vertices: number): number {
  let forward = 1;
  for (let to = 1; to < vertices; to += 1) {
    if ((sourcesOf(bits, to) & forward) !== 0) forward |= 1 << to;
  }
  let backward = 1 << (vertices - 1);
  for (let to = vertices - 1; to >= 1; to -= 1) {
    if ((backward >>> to) & 1) backward |= sourcesOf(bits, to);
  }
  const kept = forward & backward;
  return (kept >>> (vertices - 1)) & 1 ? kept : 0;
}

/** Column `to` of the adjacency: a bit for each vertex before. */
const sourcesOf = (bits: number, to: number): number => (bits >>> edgeBit(0, to)) & ((1 << to) - 1);

/** The bits of the graph on the kept vertices alone. */
function inducedBits(bits: number, vertices: number, kept: number): number {
  let result = 0;
  let bit = 0;
  for (let to = 1; to < vertices; to += 1) {
    if (((kept >>> to) & 1) === 0) continue;
    for (let from = 0; from < to; from += 1) {
      if (((kept >>> from) & 1) === 0) continue;
      result |= ((bits >>> edgeBit(from, to)) & 1) << bit;
      bit += 1;
    }
  }
  return result;
}

/** The label code of the kept interior vertices. */
function keptLabels(labelCode: number, vertices: number, kept: number): number {
  let result = 0;
  let place = 1;
  let rest = labelCode;
  for (let v = vertices - 2; v >= 1; v -= 1) {
    const label = rest % 3;
    rest = (rest - label) / 3;
    if ((kept >>> v) & 1) {
      result += label * place;
      place *= 3;
    }
  }
  return result;
}

function oneBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
