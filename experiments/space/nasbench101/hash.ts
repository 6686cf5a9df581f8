/**
 * The benchmark's identity of a cell: iterated MD5 over the labelled graph (Ying et al. 2019, supplement S1, and the
 * released code). Equal for isomorphic graphs; different for all non-isomorphic cells of the space, though not for
 * every larger graph.
 *
 * Every vertex starts with the digest of `(outdegree, indegree, label)`. As many times as there are vertices, each
 * vertex takes the digest of: its sources' digests, sorted and joined; `|`; its targets', likewise; `|`; its own. The
 * fingerprint is the digest of the sorted digests, written as a Python list of texts.
 */
import { labelCodeOf, labelsOf } from './edge-bits.ts';
import { digestText, hexWords, Md5 } from './md5.ts';
import { pruned } from './prune.ts';
import type { CellSpec, Matrix } from './spec.ts';

const bar = '|'.charCodeAt(0);

/** Hashes any number of labellings of one graph. */
export class GraphHasher {
  readonly #size: number;
  /** Row-major adjacency. */
  readonly #edges: Uint8Array;
  readonly #degrees: readonly string[];
  readonly #md5: Md5;
  /** Vertices in the order of their digests. */
  readonly #order: Uint8Array;
  #digests: Int32Array;
  #next: Int32Array;

  constructor(matrix: Matrix) {
    const size = matrix.length;
    this.#size = size;
    this.#edges = Uint8Array.from(matrix.flat());
    this.#degrees = matrix.map((row, v) => {
      const outdegree = row.reduce((sum, entry) => sum + entry, 0);
      const indegree = matrix.reduce((sum, from) => sum + (from[v] ?? 0), 0);
      return `(${outdegree}, ${indegree}, `;
    });
    // Sources, targets, the vertex itself and two bars; or the list of all with its punctuation.
    this.#md5 = new Md5(36 * (size + 1));
    this.#order = Uint8Array.from({ length: size }, (_, v) => v);
    this.#digests = new Int32Array(size * hexWords);
    this.#next = new Int32Array(size * hexWords);
  }

  /** @param labels -1 for the input, -2 for the output, indices of operations between */
  hash(labels: ArrayLike<number>): string {
    this.#start(labels);
    for (let round = 0; round < this.#size; round += 1) this.#round();
    return this.#fingerprint();
  }

  /** The digests of all vertices, before the first round and after each. */
  trace(labels: ArrayLike<number>): readonly (readonly string[])[] {
    this.#start(labels);
    const rounds = [this.#texts()];
    for (let round = 0; round < this.#size; round += 1) {
      this.#round();
      rounds.push(this.#texts());
    }
    return rounds;
  }

  #texts(): readonly string[] {
    return this.#degrees.map((_, v) => digestText(this.#digests, v * hexWords));
  }

  #start(labels: ArrayLike<number>): void {
    for (let v = 0; v < this.#size; v += 1) {
      this.#md5.restart();
      this.#md5.text(`${this.#degrees[v]}${labels[v]})`);
      this.#md5.finish(this.#digests, v * hexWords);
    }
  }

  #round(): void {
    const size = this.#size;
    const md5 = this.#md5;
    this.#sort();
    for (let v = 0; v < size; v += 1) {
      md5.restart();
      this.#joined(v, size);
      md5.byte(bar);
      this.#joined(v * size, 1);
      md5.byte(bar);
      md5.digits(this.#digests, v * hexWords);
      md5.finish(this.#next, v * hexWords);
    }
    [this.#digests, this.#next] = [this.#next, this.#digests];
  }

  /** Appends the sorted digests of the vertices `u` whose entry `offset + u * stride` is set. */
  #joined(offset: number, stride: number): void {
    for (let i = 0; i < this.#size; i += 1) {
      const u = this.#order[i] as number;
      if (this.#edges[offset + u * stride] === 1) this.#md5.digits(this.#digests, u * hexWords);
    }
  }

  #fingerprint(): string {
    this.#sort();
    const md5 = this.#md5;
    md5.restart();
    this.#order.forEach((v, i) => {
      md5.text(i === 0 ? "['" : "', '");
      md5.digits(this.#digests, v * hexWords);
    });
    md5.text("']");
    md5.finish(this.#next, 0);
    return digestText(this.#next, 0);
  }

  #sort(): void {
    const order = this.#order;
    for (let i = 1; i < this.#size; i += 1) {
      const v = order[i] as number;
      let j = i;
      for (; j > 0 && comesBefore(this.#digests, v, order[j - 1] as number); j -= 1)
        order[j] = order[j - 1] as number;
      order[j] = v;
    }
  }
}

function comesBefore(digests: Int32Array, v: number, other: number): boolean {
  for (let i = 0; i < hexWords; i += 1) {
    const a = digests[v * hexWords + i] as number;
    const b = digests[other * hexWords + i] as number;
    // All bytes are ASCII, so that the swapped words are positive.
    if (a !== b) return swapped(a) < swapped(b);
  }
  return false;
}

const swapped = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/**
 * The official hash of the pruned cell, 32 hexadecimal digits.
 * @throws TypeError when no path leads from input to output, or for an operation that the space does not have
 */
export function cellHash(spec: CellSpec): string {
  const { matrix, ops } = pruned(spec);
  return new GraphHasher(matrix).hash(labelsOf(labelCodeOf(ops), ops.length));
}
