/**
 * Collects recorded runs, in any order, into a table. A run takes 72 bytes until then, so that the 5,083,488 runs of
 * the full benchmark need some 370 MB and those of 108 epochs a quarter.
 */
import { byCodeUnit } from '../../schemas/canonical.ts';
import { type CellCode, codeOf } from '../space/nasbench101/edge-bits.ts';
import { cellHash } from '../space/nasbench101/hash.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import { narrowed } from './columnar-file.ts';
import { hashWords, Nasbench101Table, type ResultMetric, resultMetrics } from './nasbench101-table.ts';

/** What one run recorded. Metrics that are left out were not. */
export type RunResults = Readonly<Partial<Record<ResultMetric, number>>>;

interface Cell {
  readonly hash: string;
  readonly code: CellCode;
  readonly parameters: number;
  /** In the order in which cells were added. */
  readonly place: number;
}

export class Nasbench101Builder {
  readonly #cells = new Map<string, Cell>();
  readonly #runs = new Map<number, RunList>();

  /**
   * A cell under its hash; one that is known already is left as it is.
   * @throws TypeError when the spec has another hash
   */
  addCell(hash: string, spec: CellSpec, parameters: number): void {
    if (this.#cells.has(hash)) return;
    const actual = cellHash(spec);
    if (actual !== hash)
      throw new TypeError(`Expected a cell with hash ${hash}, got one with hash ${actual}`);
    this.#cells.set(hash, { hash, code: codeOf(spec), parameters, place: this.#cells.size });
  }

  /** The next repeat of its length. */
  addRun(hash: string, epochs: number, results: RunResults): void {
    const cell = this.#cells.get(hash);
    if (!cell) throw new TypeError(`Expected the hash of a cell that was added, got \`${hash}\``);
    const runs = this.#runs.get(epochs) ?? new RunList();
    this.#runs.set(epochs, runs);
    runs.add(cell.place, results);
  }

  /** @param source where the numbers come from, for readers of the file */
  build(source: string): Nasbench101Table {
    const cells = [...this.#cells.values()].sort((a, b) => byCodeUnit(a.hash, b.hash));
    const rows = new Uint32Array(cells.length);
    cells.forEach(({ place }, row) => {
      rows[place] = row;
    });
    const epochs = [...this.#runs.keys()].sort((a, b) => a - b);
    const lists = epochs.map((length) => this.#runs.get(length) ?? new RunList());
    const repeats = Math.max(0, ...lists.map((list) => list.repeats(cells.length)));
    const column = (metric: number): Float32Array | Float64Array => {
      const values = new Float64Array(cells.length * epochs.length * repeats).fill(Number.NaN);
      lists.forEach((list, length) => {
        list.fill(metric, values, (place) => ((rows[place] ?? 0) * epochs.length + length) * repeats);
      });
      return narrowed(values);
    };
    const results = Object.fromEntries(resultMetrics.map((metric, i) => [metric, column(i)]));
    const hash = new Uint32Array(4 * cells.length);
    cells.forEach((cell, row) => {
      hash.set(hashWords(cell.hash), 4 * row);
    });
    return new Nasbench101Table(
      { rows: cells.length, epochs, repeats, source },
      {
        hash,
        vertices: Uint8Array.from(cells, ({ code }) => code.vertices),
        bits: Uint32Array.from(cells, ({ code }) => code.bits),
        labelCode: Uint8Array.from(cells, ({ code }) => code.labelCode),
        parameters: Uint32Array.from(cells, ({ parameters }) => parameters),
        results: results as Record<ResultMetric, Float32Array | Float64Array>,
      },
    );
  }
}

/** The runs of one length. */
class RunList {
  #count = 0;
  #places = new Uint32Array(64);
  /** All metrics of a run together. */
  #values = new Float64Array(64 * resultMetrics.length);

  add(place: number, results: RunResults): void {
    if (this.#count === this.#places.length) this.#grow();
    this.#places[this.#count] = place;
    resultMetrics.forEach((metric, i) => {
      this.#values[this.#count * resultMetrics.length + i] = results[metric] ?? Number.NaN;
    });
    this.#count += 1;
  }

  /** Most runs that one cell has. */
  repeats(cells: number): number {
    const seen = new Uint32Array(cells);
    return this.#places.subarray(0, this.#count).reduce((most, place) => {
      seen[place] = (seen[place] ?? 0) + 1;
      return Math.max(most, seen[place] ?? 0);
    }, 0);
  }

  /** Writes one metric of every run behind the others of its cell, whose first goes to `start`. */
  fill(metric: number, into: Float64Array, start: (place: number) => number): void {
    const seen = new Map<number, number>();
    for (let i = 0; i < this.#count; i += 1) {
      const place = this.#places[i] as number;
      const repeat = seen.get(place) ?? 0;
      seen.set(place, repeat + 1);
      into[start(place) + repeat] = this.#values[i * resultMetrics.length + metric] as number;
    }
  }

  #grow(): void {
    const places = new Uint32Array(2 * this.#places.length);
    places.set(this.#places);
    const values = new Float64Array(2 * this.#values.length);
    values.set(this.#values);
    this.#places = places;
    this.#values = values;
  }
}
