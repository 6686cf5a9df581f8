/**
 * One record of the NAS-Bench-101 files: a JSON list of hash, epochs, adjacency (V^2 characters, row by row),
 * operations (joined by commas) and a protocol-buffer message in base64. One record is one training run.
 */
import { type CellSpec, cellSpec } from '../space/nasbench101/spec.ts';
import { decodeModelMetrics, type ModelMetrics } from './model-metrics.ts';

export interface Nasbench101Record {
  /** 32 hexadecimal digits. */
  readonly hash: string;
  /** Length of the run: 4, 12, 36 or 108. */
  readonly epochs: number;
  readonly spec: CellSpec;
  readonly metrics: ModelMetrics;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws TypeError naming what the payload lacks */
export function parseNasbench101Record(payload: Uint8Array): Nasbench101Record {
  const [hash, epochs, adjacency, operations, message] = listOf(payload);
  if (typeof hash !== 'string' || !/^[0-9a-f]{32}$/.test(hash)) {
    throw new TypeError(`Expected a hash of 32 hexadecimal digits, got \`${String(hash)}\``);
  }
  if (typeof epochs !== 'number' || !Number.isInteger(epochs) || epochs < 1) {
    throw new TypeError(`Expected a number of epochs, got \`${String(epochs)}\``);
  }
  if (typeof adjacency !== 'string' || typeof operations !== 'string') {
    throw new TypeError('Expected adjacency and operations as texts');
  }
  if (
    typeof message !== 'string' ||
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(message)
  ) {
    throw new TypeError('Expected the results in base64');
  }
  const metrics = decodeModelMetrics(Buffer.from(message, 'base64'));
  if (metrics.evaluations.length < 3) {
    throw new TypeError(
      `Expected evaluations at the start, half way and at the end, got ${metrics.evaluations.length}`,
    );
  }
  return { hash, epochs, spec: cellSpec(matrixOf(adjacency), operations.split(',')), metrics };
}

function listOf(payload: Uint8Array): readonly unknown[] {
  const list: unknown = JSON.parse(utf8.decode(payload));
  if (!Array.isArray(list) || list.length !== 5) throw new TypeError('Expected a JSON list of five');
  return list;
}

function matrixOf(adjacency: string): readonly (readonly number[])[] {
  const size = Math.sqrt(adjacency.length);
  if (!Number.isInteger(size) || !/^[01]+$/.test(adjacency)) {
    throw new TypeError(`Expected a square adjacency of 0 and 1, got \`${adjacency}\``);
  }
  return Array.from({ length: size }, (_, row) =>
    Array.from(adjacency.slice(row * size, (row + 1) * size), Number),
  );
}
