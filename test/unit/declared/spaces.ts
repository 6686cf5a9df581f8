/** Declared spaces of all forms, small enough to be enumerated where `small` says so. */

import type { DeclaredSpace } from '../../../schemas/declared-space/declaration.ts';
import { readDeclaration } from '../../../schemas/declared-space/read-declaration.ts';

export interface Example {
  readonly title: string;
  readonly written: Readonly<Record<string, unknown>>;
  /** Architectures, where they are few enough to be enumerated. */
  readonly count: bigint | null;
}

const darts = {
  inputs: 2,
  nodes: 4,
  edges: 2,
  operations: ['max_pool_3x3', 'avg_pool_3x3', 'skip_connect', 'sep_3', 'sep_5', 'dil_3', 'dil_5'],
};

export const examples: readonly Example[] = [
  {
    title: 'choices, ordinals and booleans',
    written: {
      parameters: {
        activation: { choice: ['relu', 'swish', 1, true] },
        size: { ordinal: ['small', 'medium', 'large'] },
        bias: 'boolean',
        norm: { boolean: true },
      },
    },
    count: 48n,
  },
  {
    title: 'integers and steps',
    written: {
      parameters: {
        depth: { integer: [2, 5] },
        width: { integer: [16, 20], scale: 'log' },
        units: { integer: [16, 64], step: 16 },
        drop: { float: [0, 0.3], step: 0.1 },
      },
    },
    count: 320n,
  },
  {
    title: 'a continuum',
    written: {
      parameters: {
        rate: { float: [1e-4, 1e-1], scale: 'log' },
        momentum: { float: [0, 0.99] },
        batch: { choice: [32, 64] },
        nesterov: { choice: [true, false], when: { batch: 64 } },
      },
    },
    count: null,
  },
  {
    title: 'conditions',
    written: {
      parameters: {
        activation: { choice: ['relu', 'swish'] },
        squeeze: { choice: [4, 8], when: { activation: 'swish' } },
        gate: { choice: ['a', 'b', 'c'], when: { squeeze: 8 } },
        width: { integer: [1, 4] },
        wide: { choice: [1, 2], when: { width: [3, 4], activation: 'relu' } },
      },
    },
    // relu: two widths without and two with a choice of `wide`; swish: squeeze 4, or 8 with three gates.
    count: 2n + 4n + 4n * (1n + 3n),
  },
  {
    title: 'repeated groups',
    written: {
      parameters: {
        depth: { integer: [0, 3] },
        op: { choice: ['conv', 'pool'], for: 'depth' },
        kernel: { choice: [3, 5, 7], for: 'depth', when: { op: 'conv' } },
        head: { choice: [1, 2], for: 2 },
      },
    },
    // Each layer: a pool, or a conv with one of three kernels.
    count: 4n * (1n + 4n + 16n + 64n),
  },
  {
    title: 'forbidden combinations',
    written: {
      parameters: {
        activation: { choice: ['relu', 'swish', 'tanh'] },
        size: { ordinal: ['small', 'medium', 'large'] },
        depth: { integer: [1, 3] },
        kernel: { choice: [3, 5, 7], for: 'depth' },
        extra: { choice: ['x', 'y'], when: { activation: ['swish', 'tanh'] } },
      },
      forbidden: [
        { activation: 'relu', size: 'large' },
        { kernel: 7, size: ['small', 'medium'] },
        { extra: 'y', depth: 3, size: 'large' },
      ],
    },
    // Small and medium leave two kernels; large leaves all, and of relu nothing; y with depth 3 is out.
    count: 2n * 5n * 14n + (2n * 39n + 2n * 12n),
  },
  {
    title: 'a cell like that of NAS-Bench-201',
    written: {
      cells: {
        cell: {
          inputs: 1,
          nodes: 3,
          edges: 'all',
          operations: ['none', 'skip', 'a', 'b', 'c'],
          output: 'last',
        },
      },
    },
    count: null,
  },
  {
    title: 'small cells and parameters together',
    written: {
      parameters: { layers: { integer: [8, 9] } },
      cells: {
        normal: { inputs: 2, nodes: 2, edges: 2, operations: ['a', 'b'], output: 'concat-loose' },
        reduction: { same: 'normal', edges: [1, 2] },
      },
    },
    count: null,
  },
  {
    title: 'the two cells of DARTS',
    written: { cells: { normal: darts, reduction: { same: 'normal' } } },
    count: null,
  },
  {
    title: 'a cell whose nodes may be unused',
    written: { cells: { cell: { inputs: 1, nodes: 3, edges: 1, operations: ['a', 'b'], output: 'last' } } },
    count: null,
  },
  {
    title: 'more cells than can be told apart',
    written: { cells: { cell: { inputs: 8, nodes: 8, edges: 4, operations: ['a', 'b'] } } },
    count: null,
  },
];

export function declared(written: Readonly<Record<string, unknown>>): DeclaredSpace {
  const read = readDeclaration(written);
  if (!read.ok) throw new Error(JSON.stringify(read.failures));
  return read.value;
}
