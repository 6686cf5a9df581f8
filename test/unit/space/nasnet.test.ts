/** What the space of NASNet cells holds, and which of its genotypes are one network. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { canonicalCell } from '../../../experiments/space/nasnet/canonical-cell.ts';
import { type Block, type Cell, unusedStates } from '../../../experiments/space/nasnet/cell.ts';
import { decisionCount, networkCount } from '../../../experiments/space/nasnet/cell-count.ts';
import { nasnetConfig } from '../../../experiments/space/nasnet/decisions.ts';
import { genotypeId, genotypeOf, type NasnetGenotype } from '../../../experiments/space/nasnet/genotype.ts';
import { namedGenotypes } from '../../../experiments/space/nasnet/named.ts';
import { combinations, operations } from '../../../experiments/space/nasnet/operations.ts';
import { readNasnetGenotype } from '../../../experiments/space/nasnet/read.ts';
import { nasnet } from '../../../experiments/space/nasnet/space.ts';
import { describeSpace } from './describe-space.ts';

describeSpace('nasnet of four blocks', nasnet(4));

describe('counts', () => {
  test('decisions are those that the derived oracle gives', () => {
    expect(decisionCount(5)).toBe(2_286_906_949_584_691_200n);
    expect(decisionCount(5) ** 2n).toBe(5_229_943_396_058_757_337_940_161_399_357_440_000n);
  });

  test.each([
    [1, 3, 2],
    [2, 1, 1],
    [2, 2, 2],
    [3, 1, 1],
    [3, 1, 2],
    [3, 2, 1],
    [4, 1, 1],
  ])(
    '%i blocks, %i operations, %i combinations: as many networks as an enumeration finds',
    (blocks, o, c) => {
      const forms = new Set<string>();
      let cells = 0n;
      for (const cell of everyCell(blocks, o, c)) {
        cells += 1n;
        forms.add(JSON.stringify(canonicalCell(cell)));
      }
      const choices = { operations: o, combinations: c };
      expect(cells).toBe(decisionCount(blocks, choices));
      expect(BigInt(forms.size)).toBe(networkCount(blocks, choices));
    },
  );

  test('no more networks than decisions, and at most 2^5 * 5! of those for one', () => {
    expect(networkCount(5)).toBeLessThan(decisionCount(5));
    expect(networkCount(5) * 32n * 120n).toBeGreaterThan(decisionCount(5));
  });
});

describe('canonical forms', () => {
  test('any order of blocks and of their inputs has one id, and another operation another one', () => {
    const space = nasnet();
    for (let i = 0; i < 60; i += 1) {
      const source = draws(split(key(3), i));
      const genotype = space.sample(source);
      const rewritten: NasnetGenotype = {
        ...genotype,
        ...renamed('normal', rewrite({ blocks: genotype.normal, concat: genotype.normal_concat }, source)),
        ...renamed('reduce', rewrite({ blocks: genotype.reduce, concat: genotype.reduce_concat }, source)),
      };
      expect(genotypeId(rewritten)).toBe(genotypeId(genotype));
      expect(genotypeId(otherOperation(genotype))).not.toBe(genotypeId(genotype));
    }
  });

  test('equal blocks are told apart by what reads them, whichever comes first', () => {
    const twin = block([0, 'identity', 0, 'identity'], 'add');
    const reads = (state: number): Cell => {
      const blocks = [twin, twin, block([state, 'max_pool_3x3', 1, 'identity'], 'add')];
      return { blocks, concat: unusedStates(blocks) };
    };
    expect(canonicalCell(reads(2))).toEqual(canonicalCell(reads(3)));
    expect(canonicalCell(reads(2))).not.toEqual(canonicalCell(reads(0)));
  });
});

test('decisions have the order of the controller: states, operations, combination', () => {
  const config = nasnetConfig(2);
  expect(config.parameters.map((parameter) => ('choices' in parameter ? parameter.choices : 0))).toEqual([
    ...[2, 2, 13, 13, 2, 3, 3, 13, 13, 2],
    ...[2, 2, 13, 13, 2, 3, 3, 13, 13, 2],
  ]);
  const { normal, normal_concat } = config.decode([0, 1, 10, 4, 0, 2, 0, 0, 11, 1, ...Array(10).fill(0)]);
  expect(normal).toEqual([
    block([0, 'sep_conv_3x3', 1, 'avg_pool_3x3'], 'add'),
    block([2, 'identity', 0, 'sep_conv_5x5'], 'concat'),
  ]);
  expect(normal_concat).toEqual([3]);
});

test('every decision takes every value about equally often', () => {
  const space = nasnet();
  const times = 2_600;
  const { parameters } = nasnetConfig(5);
  const seen = parameters.map(() => new Map<number, number>());
  for (let i = 0; i < times; i += 1) {
    space.encode(space.sample(draws(split(key(9), i)))).forEach((value, p) => {
      seen[p]?.set(value, (seen[p]?.get(value) ?? 0) + 1);
    });
  }
  parameters.forEach((parameter, p) => {
    const choices = 'choices' in parameter ? parameter.choices : 0;
    const expected = times / choices;
    expect(seen[p]?.size).toBe(choices);
    // Five standard deviations of a binomial count.
    const spread = 5 * Math.sqrt(expected * (1 - 1 / choices));
    for (const count of seen[p]?.values() ?? []) expect(Math.abs(count - expected)).toBeLessThan(spread);
  });
});

test('NASNet-A is read, though it puts out states that the space would not', () => {
  const genotype = namedGenotypes['NASNet-A'];
  expect(readNasnetGenotype(genotype)).toEqual({ ok: true, value: genotype });
  expect(nasnet().validate(genotype)).toEqual([
    'normal_concat: expected the states that no block reads, [2, 3, 4, 5, 6]',
    'reduce_concat: expected the states that no block reads, [4, 5, 6]',
  ]);
});

test('mistakes are named with their places', () => {
  const { normal, ...rest } = namedGenotypes['NASNet-A'];
  const wrong = normal.map((entry, b) =>
    b === 1
      ? {
          inputs: [
            ['sep_conv_3x3', 3],
            ['pool', 0],
          ],
          combine: 'mul',
        }
      : entry,
  );
  const read = readNasnetGenotype({ ...rest, normal: wrong });
  expect(
    read.ok ? [] : read.failures.map((problem) => ('path' in problem ? problem.path.join('.') : '')),
  ).toEqual(['normal.1.combine', 'normal.1.inputs.0.1', 'normal.1.inputs.1.0']);
});

function block(
  [first, one, second, other]: readonly [number, Block['inputs'][0][0], number, Block['inputs'][0][0]],
  combine: Block['combine'],
): Block {
  return {
    inputs: [
      [one, first],
      [other, second],
    ],
    combine,
  };
}

function* everyCell(blocks: number, o: number, c: number): Generator<Cell> {
  function* from(made: readonly Block[]): Generator<readonly Block[]> {
    if (made.length === blocks) {
      yield made;
      return;
    }
    const states = Array.from({ length: made.length + 2 }, (_, state) => state);
    for (const combine of combinations.slice(0, c)) {
      for (const first of states) {
        for (const second of states) {
          for (const one of operations.slice(0, o)) {
            for (const other of operations.slice(0, o)) {
              yield* from([...made, block([first, one, second, other], combine)]);
            }
          }
        }
      }
    }
  }
  for (const made of from([])) yield { blocks: made, concat: unusedStates(made) };
}

/** The same network with its blocks in another order that reads nothing before it is made, and some inputs swapped. */
function rewrite({ blocks, concat }: Cell, source: ReturnType<typeof draws>): Cell {
  const numbers = new Map([
    [0, 0],
    [1, 1],
  ]);
  const made: Block[] = [];
  while (made.length < blocks.length) {
    const ready = blocks.flatMap(({ inputs }, b) =>
      !numbers.has(b + 2) && inputs.every(([, state]) => numbers.has(state)) ? [b] : [],
    );
    const next = source.pick(ready);
    const { inputs, combine } = blocks[next] as Block;
    const [first, second] = inputs.map(([operation, state]) => [
      operation,
      numbers.get(state),
    ]) as unknown as Block['inputs'];
    made.push({ inputs: source.below(2) === 1 ? [second, first] : [first, second], combine });
    numbers.set(next + 2, made.length + 1);
  }
  return { blocks: made, concat: source.shuffle(concat.map((state) => numbers.get(state) ?? -1)) };
}

const renamed = (kind: 'normal' | 'reduce', { blocks, concat }: Cell) => ({
  [kind]: blocks,
  [`${kind}_concat`]: concat,
});

function otherOperation({ normal, reduce }: NasnetGenotype): NasnetGenotype {
  const [first, ...rest] = normal;
  const inputs = first?.inputs ?? [
    ['identity', 0],
    ['identity', 0],
  ];
  const counts = operations.map(
    (op) => normal.flatMap((b) => b.inputs).filter(([other]) => other === op).length,
  );
  // An operation that the cell lacks, so that no other block can have taken the place of the changed one.
  const lacking = operations[counts.indexOf(0)] ?? 'identity';
  const changed: Block = { inputs: [[lacking, inputs[0][1]], inputs[1]], combine: first?.combine ?? 'add' };
  return genotypeOf([changed, ...rest], reduce);
}
