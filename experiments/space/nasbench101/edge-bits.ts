/**
 * Graphs as integers, in the numbering of the benchmark's own enumeration: edge (x, y), x < y, is bit
 * x + y(y-1)/2, the least significant first (column by column). Interior operations are digits of a number in base
 * three, vertex 1 being the most significant.
 */
import {
  type CellSpec,
  inputOperation,
  type Matrix,
  maxVertices,
  operations,
  outputOperation,
} from './spec.ts';

export const edgeBit = (from: number, to: number): number => from + (to * (to - 1)) / 2;

/** Possible edges among `vertices` vertices. */
export const edgeSlots = (vertices: number): number => (vertices * (vertices - 1)) / 2;

export const matrixOf = (bits: number, vertices: number): Matrix =>
  Array.from({ length: vertices }, (_, from) =>
    Array.from({ length: vertices }, (_, to) => (from < to ? (bits >>> edgeBit(from, to)) & 1 : 0)),
  );

/** @throws TypeError for a matrix of more than eight vertices, whose edges do not fit into 31 bits. */
function bitsOf(matrix: Matrix): number {
  if (matrix.length > maxVertices + 1) {
    throw new TypeError(`Expected at most ${maxVertices + 1} vertices, got \`${matrix.length}\``);
  }
  let bits = 0;
  matrix.forEach((row, from) => {
    row.forEach((entry, to) => {
      if (entry === 1) bits |= 1 << edgeBit(from, to);
    });
  });
  return bits;
}

/** Ways to label the interior of a cell. */
export const labelCodes = (vertices: number): number => operations.length ** (vertices - 2);

/** The labels of the official hash: -1 for the input, indices of operations, -2 for the output. */
export function labelsOf(code: number, vertices: number): Int8Array {
  const labels = new Int8Array(vertices);
  labels[0] = -1;
  labels[vertices - 1] = -2;
  for (let v = vertices - 2, rest = code; v >= 1; v -= 1) {
    labels[v] = rest % operations.length;
    rest = Math.floor(rest / operations.length);
  }
  return labels;
}

/** @throws TypeError for an interior operation that the space does not have. */
export function labelCodeOf(ops: readonly string[]): number {
  return ops.slice(1, -1).reduce((code, op) => {
    const index = (operations as readonly string[]).indexOf(op);
    if (index < 0) throw new TypeError(`Expected an operation of ${operations.join(', ')}, got \`${op}\``);
    return code * operations.length + index;
  }, 0);
}

export const operationsOf = (code: number, vertices: number): readonly string[] => [
  inputOperation,
  ...Array.from(labelsOf(code, vertices).subarray(1, vertices - 1), (label) => operations[label] ?? ''),
  outputOperation,
];

/** A spec as two integers; with the number of vertices they name it exactly. */
export interface CellCode {
  readonly vertices: number;
  readonly bits: number;
  readonly labelCode: number;
}

export const codeOf = ({ matrix, ops }: CellSpec): CellCode => ({
  vertices: ops.length,
  bits: bitsOf(matrix),
  labelCode: labelCodeOf(ops),
});

export const specOf = ({ vertices, bits, labelCode }: CellCode): CellSpec => ({
  matrix: matrixOf(bits, vertices),
  ops: operationsOf(labelCode, vertices),
});
