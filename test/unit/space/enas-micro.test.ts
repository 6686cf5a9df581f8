/** What the ENAS micro space holds, which of its cells are one network, and the sizes of its networks. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import {
  type Cell,
  canonicalForm,
  cellCount,
  looseEnds,
  type Node,
  printedCount,
  sequenceCount,
} from '../../../experiments/space/enas-micro/cell.ts';
import { countMicro } from '../../../experiments/space/enas-micro/counts.ts';
import { microConfig } from '../../../experiments/space/enas-micro/decisions.ts';
import { genotypeId } from '../../../experiments/space/enas-micro/genotype.ts';
import { namedGenotypes } from '../../../experiments/space/enas-micro/named.ts';
import { microProblem } from '../../../experiments/space/enas-micro/network-problem.ts';
import { operations } from '../../../experiments/space/enas-micro/operations.ts';
import { microShape, planMicro, planSharedMicro } from '../../../experiments/space/enas-micro/plan.ts';
import { readMicroGenotype } from '../../../experiments/space/enas-micro/read.ts';
import { enasMicro } from '../../../experiments/space/enas-micro/space.ts';
import { describeSpace } from './describe-space.ts';

const oracles = JSON.parse(readFileSync(new URL('../../fixtures/oracles/rl.json', import.meta.url), 'utf8'));
const released = namedGenotypes['ENAS-micro'];
const cifar = { height: 32, width: 32, channels: 3, classes: 10 };

describeSpace('enas-micro of four nodes', enasMicro(4));

describe('sizes', () => {
  test('are the printed and the derived ones', () => {
    expect(printedCount(5)).toBe(129_600_000_000n);
    expect(sequenceCount(5)).toBe(5_062_500_000_000n);
    expect(sequenceCount(5) ** 2n).toBe(25_628_906_250_000_000_000_000_000n);
    expect(cellCount(5)).toBeLessThan(sequenceCount(5));
  });

  test.each([1, 2])('%i nodes: as many networks as an enumeration finds', (nodes) => {
    const forms = new Set<string>();
    let cells = 0n;
    for (const cell of everyCell(nodes)) {
      cells += 1n;
      forms.add(JSON.stringify(canonicalForm(cell)));
    }
    expect(cells).toBe(sequenceCount(nodes));
    expect(BigInt(forms.size)).toBe(cellCount(nodes));
  });
});

describe('the released cells', () => {
  test('are those of the released script', () => {
    const { normal, reduce, loose_ends_normal, loose_ends_reduce } = oracles.genotypes.enas_micro_final;
    const numbers = (cell: Cell) =>
      cell.flatMap((node) => node.flatMap(([op, from]) => [from, operations.indexOf(op)]));
    expect([numbers(released.normal), numbers(released.reduce)]).toEqual([normal, reduce]);
    expect(looseEnds(released.normal)).toEqual(loose_ends_normal);
    expect(looseEnds(released.reduce)).toEqual(loose_ends_reduce);
  });

  test('have the derived number of parameters', () => {
    const shape = microShape(cifar, { initialChannels: 36, layers: 15 });
    expect(countMicro(released, shape).parameters).toBe(3_894_372);
  });

  test('stack with reductions at cells 5 and 11 of 17, the head behind the second', () => {
    const { cells, auxiliaryCell, last } = planMicro(
      released,
      microShape(cifar, { initialChannels: 36, layers: 15 }),
    );
    expect(cells).toHaveLength(17);
    expect(cells.flatMap(({ kind }, i) => (kind === 'reduce' ? [i] : []))).toEqual([5, 11]);
    expect(auxiliaryCell).toBe(12);
    // Five loose ends of 144 channels.
    expect(last).toEqual({ height: 8, width: 8, channels: 5 * 144 });
  });
});

test('inputs that no node reads are loose ends too', () => {
  const cell: Cell = [
    [
      ['identity', 1],
      ['avg_pool_3x3', 1],
    ],
  ];
  expect(looseEnds(cell)).toEqual([0, 2]);
});

test('the shared network has the channels of a node between its cells, and older maps as small as newer ones behind a reduction', () => {
  const { cells } = planSharedMicro(released, microShape(cifar, { initialChannels: 20, layers: 6 }));
  expect(cells.map(({ kind, output }) => [kind, output.height, output.channels])).toEqual([
    ['normal', 32, 20],
    ['normal', 32, 20],
    ['reduce', 16, 40],
    ['normal', 16, 40],
    ['normal', 16, 40],
    ['reduce', 8, 80],
    ['normal', 8, 80],
    ['normal', 8, 80],
  ]);
  expect(cells[3]?.older).toEqual({ height: 16, width: 16, channels: 40 });
  expect(cells[2]).toMatchObject({ older: { height: 32 }, newer: { height: 16 }, olderFit: 'reduce' });
});

test('any order of nodes and of their inputs has one id, and another operation another one', () => {
  const space = enasMicro();
  for (let i = 0; i < 40; i += 1) {
    const genotype = space.sample(draws(split(key(3), i)));
    const swapped = genotype.normal.map(([first, second]): Node => [second, first]);
    expect(genotypeId({ ...genotype, normal: swapped })).toBe(genotypeId(genotype));
    const counts = operations.map(
      (operation) => genotype.normal.flat().filter(([other]) => other === operation).length,
    );
    const [[, from], second] = genotype.normal[0] as Node;
    const lacking = operations[counts.indexOf(0)];
    if (!lacking) continue;
    const changed: Cell = [[[lacking, from], second], ...genotype.normal.slice(1)];
    expect(genotypeId({ ...genotype, normal: changed })).not.toBe(genotypeId(genotype));
  }
});

test('decisions have the order of the controller: nodes, operations', () => {
  const config = microConfig(2);
  expect(config.parameters.map((parameter) => ('choices' in parameter ? parameter.choices : 0))).toEqual([
    ...[2, 2, 5, 5, 3, 3, 5, 5],
    ...[2, 2, 5, 5, 3, 3, 5, 5],
  ]);
  expect(config.decode([0, 1, 2, 0, 2, 1, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0]).normal).toEqual([
    [
      ['avg_pool_3x3', 0],
      ['sep_conv_3x3', 1],
    ],
    [
      ['identity', 2],
      ['max_pool_3x3', 1],
    ],
  ]);
});

test('mistakes are named with their places', () => {
  const read = readMicroGenotype({
    normal: [
      [
        ['sep_conv_3x3', 2],
        ['pool', 0],
      ],
      3,
    ],
    reduce: [],
  });
  expect(
    read.ok ? [] : read.failures.map((problem) => ('path' in problem ? problem.path.join('.') : '')),
  ).toEqual(['normal.0.0.1', 'normal.0.1.0', 'normal.1', 'reduce']);
});

test('images that are too small for the auxiliary head are refused', () => {
  const shape = (size: number) => microShape({ ...cifar, height: size }, { initialChannels: 4, layers: 3 });
  expect(microProblem(shape(16), true)).toMatch(/at least 5x5 .*, got 4 rows or columns/);
  expect(microProblem(shape(16), false)).toBeUndefined();
  expect(microProblem(shape(32), true)).toBeUndefined();
});

function* everyCell(nodes: number): Generator<Cell> {
  function* from(made: Cell): Generator<Cell> {
    if (made.length === nodes) {
      yield made;
      return;
    }
    const sources = Array.from({ length: made.length + 2 }, (_, node) => node);
    for (const first of sources)
      for (const second of sources)
        for (const one of operations)
          for (const other of operations)
            yield* from([
              ...made,
              [
                [one, first],
                [other, second],
              ],
            ]);
  }
  yield* from([]);
}
