import { beforeAll, expect, test } from 'vitest';
import { type Parameter, startEngine } from '../../../experiments/engine/index.ts';
import { SparseCodes } from '../../../experiments/oneshot/ista/sparse-codes.ts';
import { SparseNet } from '../../../experiments/oneshot/ista/sparse-net.ts';
import { key } from '../../../experiments/rng/key.ts';

// Counts of the official modules.

const coding = {
  sparseness: 2,
  projectionDimensions: 7,
  lassoPenalty: 1e-5,
  solver: 'exact',
  istaIterations: 100,
} as const;
const sizeOf = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { value }) => sum + value.size, 0);

beforeAll(async () => {
  await startEngine('wasm');
});

const shape = { classes: 10, inputChannels: 3, height: 32, width: 32 };

test('of a search has 1,930,618 weights at C16 L8', () => {
  const options = { key: key(1), role: 'search', auxiliary: false } as const;
  const net = new SparseNet({ ...shape, initialChannels: 16, layers: 8 }, options);
  expect(sizeOf(net.parameters)).toBe(1_930_618);
  net.dispose();
});

test('of the target has 20,374,678 weights at C36 L20, 20,851,104 with its head, of which 20,415,648 move at first', () => {
  const options = { key: key(1), role: 'target', auxiliary: true } as const;
  const net = new SparseNet({ ...shape, initialChannels: 36, layers: 20 }, options);
  const codes = new SparseCodes(coding, key(1));
  expect(sizeOf(net.parameters)).toBe(20_851_104);
  expect(sizeOf(net.parameters.filter(({ name }) => !name.startsWith('auxiliary_head')))).toBe(20_374_678);
  const resting = codes.nodes.flatMap(({ kind, node }) => net.scalesOf(kind, node));
  expect(new Set(resting).size).toBe(resting.length);
  expect(sizeOf(net.parameters) - sizeOf(resting)).toBe(20_415_648);
  expect(sizeOf(codes.parameters)).toBe(56);
  net.dispose();
  codes.dispose();
});
