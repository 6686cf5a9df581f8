/**
 * Recorded results of NAS-Bench-101 in memory: a row for each cell, in the order of hashes, and a column for each
 * number. Validation and test results are different columns, so that one can never stand in for the other.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type CellCode, specOf } from '../space/nasbench101/edge-bits.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import { CellIndex, notInSpace, notInTable } from './cell-index.ts';
import { type Column, readColumnarFile, writeColumnarFile } from './columnar-file.ts';
import type { BenchmarkFailure } from './failure.ts';

/** Times in seconds of training, accuracies as fractions; `halfway` is after half of the epochs of the same run. */
export const resultMetrics = [
  'halfwayTrainingTime',
  'halfwayTrainAccuracy',
  'halfwayValidationAccuracy',
  'halfwayTestAccuracy',
  'finalTrainingTime',
  'finalTrainAccuracy',
  'finalValidationAccuracy',
  'finalTestAccuracy',
] as const;

export type ResultMetric = (typeof resultMetrics)[number];

export interface TableFacts {
  readonly rows: number;
  /** Lengths of runs, rising. */
  readonly epochs: readonly number[];
  /** Runs of each length. */
  readonly repeats: number;
  /** Where the numbers come from. */
  readonly source: string;
}

export interface TableColumns {
  /** Four big-endian words for each row. */
  readonly hash: Uint32Array;
  readonly vertices: Uint8Array;
  readonly bits: Uint32Array;
  readonly labelCode: Uint8Array;
  readonly parameters: Uint32Array;
  /** For each row, for each length, for each repeat. */
  readonly results: Readonly<Record<ResultMetric, Float32Array | Float64Array>>;
}

const kind = 'nasbench101';

export class Nasbench101Table {
  readonly facts: TableFacts;
  readonly #columns: TableColumns;
  /** Made when first asked for. */
  #cells: CellIndex | undefined;

  constructor(facts: TableFacts, columns: TableColumns) {
    this.facts = facts;
    this.#columns = columns;
  }

  /** Row of the cell with this hash; -1 when the table lacks it. */
  indexOf(hash: string): number {
    const words = hashWords(hash);
    let low = 0;
    let high = this.facts.rows - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(middle, words);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /**
   * Row of the cell that `spec` is after pruning; -1 when the table lacks it.
   * @throws TypeError for a spec outside the space
   */
  indexOfSpec(spec: CellSpec): number {
    const row = this.cells.rowOf(spec);
    if (row === notInSpace) throw new TypeError('Expected a cell of NAS-Bench-101');
    return row === notInTable ? -1 : row;
  }

  /** Look-ups by spec. */
  get cells(): CellIndex {
    this.#cells ??= new CellIndex(this.#codes());
    return this.#cells;
  }

  /**
   * NaN where nothing was recorded.
   * @param repeat 0-based
   * @throws TypeError for a row, length or repeat that the table does not have
   */
  value(row: number, metric: ResultMetric, epochs: number, repeat: number): number {
    const { epochs: lengths, repeats, rows } = this.facts;
    const length = lengths.indexOf(epochs);
    if (length < 0) throw outside('epochs', epochs, lengths.join(', '));
    if (!isIndex(repeat, repeats)) throw outside('repeat', repeat, `[0, ${repeats - 1}]`);
    if (!isIndex(row, rows)) throw outside('row', row, `[0, ${rows - 1}]`);
    return this.#columns.results[metric][(row * lengths.length + length) * repeats + repeat] as number;
  }

  /** Trainable parameters as recorded. */
  parameters(row: number): number {
    return this.#columns.parameters[row] ?? Number.NaN;
  }

  /** Vertices of the largest cell, input and output included; 0 for an empty table. */
  get largestCell(): number {
    return this.#columns.vertices.reduce((most, vertices) => Math.max(most, vertices), 0);
  }

  hash(row: number): string {
    const words = this.#columns.hash.subarray(4 * row, 4 * row + 4);
    return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  /** The cell as the benchmark stores it. */
  spec(row: number): CellSpec {
    return specOf(this.#code(row));
  }

  #code(row: number): CellCode {
    const { vertices, bits, labelCode } = this.#columns;
    return { vertices: vertices[row] ?? 0, bits: bits[row] ?? 0, labelCode: labelCode[row] ?? 0 };
  }

  *#codes(): Generator<CellCode, void, undefined> {
    for (let row = 0; row < this.facts.rows; row += 1) yield this.#code(row);
  }

  /** @returns the file's digest */
  write(path: string): string {
    const { results, ...cells } = this.#columns;
    return writeColumnarFile(path, { kind, facts: this.facts, columns: { ...cells, ...results } });
  }

  #compare(row: number, words: readonly number[]): number {
    for (let i = 0; i < 4; i += 1) {
      const difference = (this.#columns.hash[4 * row + i] as number) - (words[i] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

export interface LoadedTable {
  readonly table: Nasbench101Table;
  /** SHA-256 of the content. */
  readonly digest: string;
}

/** Reads a file that `write` made, and checks its digest. */
export function loadNasbench101(path: string): Result<LoadedTable, BenchmarkFailure> {
  const read = readColumnarFile(path, kind);
  if (!read.ok) return read;
  const { columns, facts, digest } = read.value;
  const { hash, vertices, bits, labelCode, parameters } = columns;
  const isWhole =
    hash instanceof Uint32Array &&
    vertices instanceof Uint8Array &&
    bits instanceof Uint32Array &&
    labelCode instanceof Uint8Array &&
    parameters instanceof Uint32Array &&
    hasResults(columns);
  if (!isWhole) return fail({ reason: 'table-corrupt', path, message: 'A column is missing' });
  const cells = { hash, vertices, bits, labelCode, parameters };
  return ok({ table: new Nasbench101Table(facts as TableFacts, { ...cells, results: columns }), digest });
}

function hasResults(
  columns: Readonly<Record<string, Column>>,
): columns is Readonly<Record<ResultMetric, Float32Array | Float64Array>> {
  return resultMetrics.every(
    (metric) => columns[metric] instanceof Float32Array || columns[metric] instanceof Float64Array,
  );
}

/** @throws TypeError unless `hash` has 32 hexadecimal digits */
export function hashWords(hash: string): readonly number[] {
  if (!/^[0-9a-f]{32}$/.test(hash)) {
    throw new TypeError(`Expected \`hash\` to be 32 hexadecimal digits, got \`${hash}\``);
  }
  return [0, 8, 16, 24].map((at) => Number.parseInt(hash.slice(at, at + 8), 16));
}

const isIndex = (value: number, count: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < count;

const outside = (name: string, value: number, allowed: string): TypeError =>
  new TypeError(`Expected \`${name}\` to be in ${allowed}, got \`${value}\``);
