/** Which tree cells there are, which are one network, and what a step of one computes. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { canonicalTree } from '../../../experiments/space/nas-rnn/canonical-tree.ts';
import type { NasRnnGenotype } from '../../../experiments/space/nas-rnn/cell.ts';
import { decisionCount, networkCount } from '../../../experiments/space/nas-rnn/cell-count.ts';
import { countNasLanguageModel } from '../../../experiments/space/nas-rnn/counts.ts';
import { nasRnnConfig } from '../../../experiments/space/nas-rnn/decisions.ts';
import { genotypeId } from '../../../experiments/space/nas-rnn/genotype.ts';
import { space as searched } from '../../../experiments/space/nas-rnn/index.ts';
import { namedCells } from '../../../experiments/space/nas-rnn/named.ts';
import { type Algebra, runCell } from '../../../experiments/space/nas-rnn/run-cell.ts';
import { nasRnn } from '../../../experiments/space/nas-rnn/space.ts';
import { childrenOf, nodeCount } from '../../../experiments/space/nas-rnn/tree.ts';
import { moreWords, plainWords, type Words } from '../../../experiments/space/nas-rnn/words.ts';
import { readFixture } from '../../util/fixtures.ts';
import { describeSpace } from './describe-space.ts';

describeSpace('nas-rnn of base 3', nasRnn('nas-rnn', moreWords, 3));

const few = (combinations: number, activations: number): Words => ({
  combinations: moreWords.combinations.slice(0, combinations),
  activations: moreWords.activations.slice(0, activations),
});

describe('counts', () => {
  test('are the published ones of base 8, and those of the worked example', () => {
    expect(decisionCount(8, plainWords)).toBe(63_331_869_759_897_600n);
    expect(decisionCount(2, plainWords)).toBe(36_864n);
    expect(searched.publishedCount).toBe(63_331_869_759_897_600n);
  });

  test.each([
    [2, 2, 2],
    [2, 1, 3],
    [3, 1, 2],
    [4, 1, 1],
    [4, 1, 2],
    [5, 1, 1],
    [6, 1, 1],
  ])('base %i, %i combinations, %i activations: as many networks as an enumeration finds', (base, c, a) => {
    const words = few(c, a);
    const forms = new Set<string>();
    let cells = 0n;
    for (const cell of everyCell(base, words)) {
      cells += 1n;
      forms.add(JSON.stringify(canonicalTree(cell)));
    }
    expect(cells).toBe(decisionCount(base, words));
    expect(BigInt(forms.size)).toBe(networkCount(base, words));
  });

  test('at most 2^7 lists of decisions are one network of base 8', () => {
    expect(networkCount(8, plainWords)).toBeLessThan(decisionCount(8, plainWords));
    expect(networkCount(8, plainWords) * 128n).toBeGreaterThan(decisionCount(8, plainWords));
  });
});

function* everyCell(base: number, words: Words): Generator<NasRnnGenotype> {
  const { parameters, decode } = nasRnnConfig('nas-rnn', words, base);
  const choices = parameters.map((parameter) => ('choices' in parameter ? parameter.choices : 0));
  const total = choices.reduce((product, count) => product * count, 1);
  for (let number = 0; number < total; number += 1) {
    let rest = number;
    yield decode(
      choices.map((count) => {
        const digit = rest % count;
        rest = Math.floor(rest / count);
        return digit;
      }),
    );
  }
}

/** The same network: the inputs of some nodes change places, with all that is below them. */
function swapped(cell: NasRnnGenotype, swaps: (node: number) => boolean): NasRnnGenotype {
  const base = (cell.nodes.length + 1) / 2;
  /** From a node of the new cell to that of the old one in its place. */
  const old = new Map<number, number>([[cell.nodes.length - 1, cell.nodes.length - 1]]);
  for (let node = cell.nodes.length - 1; node >= base; node -= 1) {
    const here = childrenOf(node, base) ?? [0, 0];
    const there = childrenOf(old.get(node) ?? 0, base) ?? [0, 0];
    here.forEach((child, i) => {
      old.set(child, there[swaps(node) ? 1 - i : i] ?? 0);
    });
  }
  const isNow = (was: number): number => [...old].find(([, from]) => from === was)?.[0] ?? -1;
  const [output, input] = cell.cell_indices;
  return {
    ...cell,
    nodes: cell.nodes.map((_, node) => cell.nodes[old.get(node) ?? 0] ?? ['add', 'identity']),
    cell_indices: [isNow(output), isNow(input)],
  };
}

describe('ids', () => {
  test('swapped inputs are one network, of which a step computes the same', () => {
    const space = nasRnn('nas-rnn', moreWords, 8);
    let others = 0;
    for (let i = 0; i < 60; i += 1) {
      const source = draws(split(key(3), i));
      const cell = space.sample(source);
      const coins = cell.nodes.map(() => source.below(2) === 1);
      const twin = swapped(cell, (node) => coins[node] === true);
      others += Number(JSON.stringify(twin) !== JSON.stringify(cell));
      expect(genotypeId(twin)).toBe(genotypeId(cell));
    }
    expect(others).toBeGreaterThan(50);
  });

  test('a swap takes the leaves with it, and the step computes the same', () => {
    const space = nasRnn('nas-rnn', moreWords, 4);
    for (let i = 0; i < 40; i += 1) {
      const source = draws(split(key(4), i));
      const cell = space.sample(source);
      const twin = swapped(cell, (node) => node === 6);
      const leaves = Array.from({ length: 4 }, () => [value(source), value(source)] as const);
      const moved = [2, 3, 0, 1].map((leaf) => leaves[leaf] as (typeof leaves)[number]);
      const memory = value(source);
      expect(runCell(twin, moved, memory, vectors)).toEqual(runCell(cell, leaves, memory, vectors));
    }
    function value(source: ReturnType<typeof draws>): number[] {
      return [source.normal(), source.normal()];
    }
  });

  test('another index, activation or entry of the memory is another network', () => {
    const cell = namedCells.NASCell;
    const ids = [
      cell,
      { ...cell, cell_indices: [13, 8] },
      { ...cell, cell_indices: [12, 9] },
      { ...cell, inject: ['elem_mult', 'tanh'] },
      { ...cell, nodes: cell.nodes.with(3, ['elem_mult', 'tanh']) },
    ].map((each) => genotypeId(each as NasRnnGenotype));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const golden = readFixture('golden/rl/nas_rnn_cell.json');
const vectors: Algebra<readonly number[]> = {
  combine: (combination, a, b) =>
    a.map((x, i) => {
      const y = b[i] ?? Number.NaN;
      return { add: x + y, elem_mult: x * y, max: Math.max(x, y) }[combination];
    }),
  activate: (activation, x) =>
    x.map(
      (each) =>
        ({
          identity: each,
          tanh: Math.tanh(each),
          sigmoid: 1 / (1 + Math.exp(-each)),
          relu: Math.max(each, 0),
          sin: Math.sin(each),
        })[activation],
    ),
};
type Rows = readonly (readonly number[])[];
const times = (x: readonly number[], w: Rows): readonly number[] =>
  (w[0] ?? []).map((_, c) => x.reduce((sum, each, r) => sum + each * (w[r]?.[c] ?? Number.NaN), 0));
const columns = (x: readonly number[], leaf: number, width: number) =>
  x.slice(leaf * width, (leaf + 1) * width);

describe('a step in float64', () => {
  test('of the worked example of base 2', () => {
    const { x, h_prev: h, c_prev: memory, W1, W2, W3, W4, tokens, h_t, c_t, a0_new } = golden.base2;
    const cell = namedCells['base-2'];
    expect(cell.nodes).toEqual([tokens.node0, tokens.node1, tokens.node2]);
    expect([cell.inject, cell.cell_indices]).toEqual([tokens.cell_inject, tokens.cell_index]);
    const leaves = [
      [times(x, W1), times(h, W2)],
      [times(x, W3), times(h, W4)],
    ] as const;
    const step = runCell(cell, leaves, memory, vectors);
    close(step.hidden, h_t);
    close(step.memory, c_t);
    expect(a0_new).toEqual([0, 0]);
  });

  test('of the published cell of base 8', () => {
    const { units, x, m_prev, c_prev, kernel, recurrent_kernel, new_c, new_m } = golden.base8;
    const [inputs, states] = [times(x, kernel), times(m_prev, recurrent_kernel)];
    const leaves = Array.from(
      { length: 8 },
      (_, leaf) => [columns(inputs, leaf, units), columns(states, leaf, units)] as const,
    );
    const step = runCell(namedCells.NASCell, leaves, c_prev, vectors);
    close(step.hidden, new_m);
    close(step.memory, new_c);
  });

  test('lets memory that enters the root into the hidden state', () => {
    const cell: NasRnnGenotype = { ...namedCells['base-2'], cell_indices: [2, 2] };
    const leaves = [
      [[0.3], [0.2]],
      [[1.5], [2]],
    ] as const;
    const step = runCell(cell, leaves, [-0.25], vectors);
    const product = Math.tanh(0.5) * 3;
    close(step.memory, [product]);
    close(step.hidden, [1 / (1 + Math.exp(-product)) - 0.25]);
  });

  function close(found: readonly number[], expected: readonly number[]): void {
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => {
      expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(1e-12);
    });
  }
});

test('the published sizes of table 2 come out with widths of 740 and 1150', () => {
  const millions = (width: number, shared: boolean) =>
    countNasLanguageModel(8, { vocabulary: 10_000, width }, shared).parameters / 1e6;
  expect(Math.round(millions(740, false))).toBe(32);
  expect(Math.round(millions(740, true))).toBe(25);
  expect(Math.round(millions(1150, true))).toBe(54);
});

test('a tree of base 8 is four levels of pairs', () => {
  const pairs = Array.from({ length: nodeCount(8) }, (_, node) => childrenOf(node, 8)).filter(Boolean);
  expect(pairs).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [8, 9],
    [10, 11],
    [12, 13],
  ]);
});

test('problems name their places', () => {
  expect(
    searched.read({
      nodes: [['plus', 'tanh'], ['add'], ['add', 'sin']],
      inject: ['add', 'tanh'],
      cell_indices: [0, 3],
    }),
  ).toMatchObject({
    ok: false,
    failures: [
      { path: ['nodes', 0, 0], found: '"plus"' },
      { path: ['nodes', 1] },
      { path: ['nodes', 2, 1], found: '"sin"' },
      { path: ['cell_indices', 1], found: '3' },
    ],
  });
});
