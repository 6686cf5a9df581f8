/**
 * The benchmark's identity of a cell: iterated MD5 over the labelled graph (Ying et al. 2019, supplement S1, and
 * google-research/nasbench@b942470). Equal for isomorphic graphs; different for all non-isomorphic cells of the
 * space, though not for every larger graph.
 *
 * Every vertex starts with the digest of `(outdegree, indegree, label)`. As many times as there are vertices, each
 * vertex takes the digest of: its sources' digests, sorted and joined; `|`; its targets', likewise; `|`; its own. The
 * fingerprint is the digest of the sorted digests, written as a Python list of texts.
 */
import { hash as digest } from 'node:crypto';
import { labelCodeOf, labelsOf } from './edge-bits.ts';
import { pruned } from './prune.ts';
import type { CellSpec, Matrix } from './spec.ts';

/** Hashes any number of labellings of one graph. */
export class GraphHasher {
  readonly #sources: readonly (readonly number[])[];
  readonly #targets: readonly (readonly number[])[];

  constructor(matrix: Matrix) {
    this.#targets = matrix.map((row) => indicesOf(row));
    this.#sources = matrix.map((_, v) => indicesOf(matrix.map((row) => row[v] ?? 0)));
  }

  /** @param labels -1 for the input, -2 for the output, indices of operations between */
  hash(labels: ArrayLike<number>): string {
    let digests = this.#start(labels);
    for (let round = 0; round < this.#targets.length; round += 1) digests = this.#round(digests);
    return md5(`['${[...digests].sort().join("', '")}']`);
  }

  /** The digests of all vertices, before the first round and after each. */
  trace(labels: ArrayLike<number>): readonly (readonly string[])[] {
    const rounds = [this.#start(labels)];
    for (const _ of this.#targets) rounds.push(this.#round(rounds.at(-1) ?? []));
    return rounds;
  }

  #start(labels: ArrayLike<number>): readonly string[] {
    return this.#targets.map((targets, v) =>
      md5(`(${targets.length}, ${this.#sources[v]?.length}, ${labels[v]})`),
    );
  }

  #round(digests: readonly string[]): readonly string[] {
    return digests.map((own, v) =>
      md5(`${joined(digests, this.#sources[v] ?? [])}|${joined(digests, this.#targets[v] ?? [])}|${own}`),
    );
  }
}

const md5 = (text: string): string => digest('md5', text);

const indicesOf = (entries: readonly number[]): readonly number[] =>
  entries.flatMap((entry, i) => (entry === 0 ? [] : [i]));

// The default order of sort() is by code unit, as Python sorts ASCII texts.
const joined = (digests: readonly string[], vertices: readonly number[]): string =>
  vertices.length === 1
    ? (digests[vertices[0] ?? 0] ?? '')
    : vertices
        .map((v) => digests[v] ?? '')
        .sort()
        .join('');

/**
 * The official hash of the pruned cell, 32 hexadecimal digits.
 * @throws TypeError when no path leads from input to output, or for an operation that the space does not have
 */
export function cellHash(spec: CellSpec): string {
  const { matrix, ops } = pruned(spec);
  return new GraphHasher(matrix).hash(labelsOf(labelCodeOf(ops), ops.length));
}
