/** How many recurrent cells of ENAS there are, which are one network, and the published ones. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { nodeActivations } from '../../../experiments/space/darts-rnn/activations.ts';
import { countRnn } from '../../../experiments/space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../../experiments/space/darts-rnn/genotype.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { canonicalCell } from '../../../experiments/space/enas-rnn/canonical-cell.ts';
import {
  decisionCount,
  firstReleaseCount,
  networkCount,
} from '../../../experiments/space/enas-rnn/cell-count.ts';
import { enasRnnConfig } from '../../../experiments/space/enas-rnn/decisions.ts';
import { genotypeId } from '../../../experiments/space/enas-rnn/genotype.ts';
import { namedCells } from '../../../experiments/space/enas-rnn/named.ts';
import { readEnasRnn } from '../../../experiments/space/enas-rnn/read.ts';
import { enasRnn } from '../../../experiments/space/enas-rnn/space.ts';
import { readFixture } from '../../util/fixtures.ts';
import { describeSpace } from './describe-space.ts';

describeSpace('enas-rnn of eight nodes', enasRnn(8));

describe('counts', () => {
  test('are the published ones', () => {
    expect(decisionCount(12)).toBe(8_036_313_307_545_600n);
    expect(firstReleaseCount(12)).toBe(669_692_775_628_800n);
    expect(decisionCount(9)).toBe(95_126_814_720n);
    expect(decisionCount(8)).toBe(2_642_411_520n);
  });

  test.each([1, 2, 3, 4, 5])('%i nodes: as many networks as an enumeration finds', (nodes) => {
    const { parameters, decode } = enasRnnConfig(nodes);
    const choices = parameters.map((parameter) => ('choices' in parameter ? parameter.choices : 0));
    const total = Number(decisionCount(nodes));
    const forms = new Set<string>();
    for (let number = 0; number < total; number += 1) {
      let rest = number;
      const decisions = choices.map((count) => {
        const digit = rest % count;
        rest = Math.floor(rest / count);
        return digit;
      });
      forms.add(JSON.stringify(canonicalCell(decode(decisions))));
    }
    expect(BigInt(forms.size)).toBe(networkCount(nodes));
  });
});

test('any order of the nodes has one id, and another activation another one', () => {
  const space = enasRnn();
  let others = 0;
  for (let i = 0; i < 60; i += 1) {
    const source = draws(split(key(3), i));
    const cell = space.sample(source);
    const twin = renumbered(cell, (open) => source.pick(open));
    others += Number(JSON.stringify(twin) !== JSON.stringify(cell));
    expect(space.validate(twin)).toEqual([]);
    expect(genotypeId(twin)).toBe(genotypeId(cell));
    const [[activation, predecessor], ...rest] = cell.recurrent as [RnnGenotype['recurrent'][0]];
    const other = nodeActivations.find((each) => each !== activation) ?? 'none';
    expect(genotypeId({ ...cell, recurrent: [[other, predecessor], ...rest] })).not.toBe(genotypeId(cell));
  }
  expect(others).toBeGreaterThan(50);
});

/** The nodes in another order in which each still reads an earlier state. */
function renumbered(cell: RnnGenotype, pick: (open: readonly number[]) => number): RnnGenotype {
  const numbers = new Map([[0, 0]]);
  const recurrent: RnnGenotype['recurrent'][number][] = [];
  while (recurrent.length < cell.recurrent.length) {
    const open = cell.recurrent.flatMap(([, predecessor], node) =>
      !numbers.has(node + 1) && numbers.has(predecessor) ? [node + 1] : [],
    );
    const state = pick(open);
    const [activation, predecessor] = cell.recurrent[state - 1] ?? ['none', 0];
    recurrent.push([activation, numbers.get(predecessor) ?? 0]);
    numbers.set(state, recurrent.length);
  }
  return { ...cell, recurrent };
}

describe('published cells', () => {
  const { enas_rnn_paper_arc: first, enas_lm_arc: corrected } = readFixture('oracles/rl.json').genotypes;

  test('that of the paper, as the first release writes it', () => {
    const { node_prev, node_act, activations, loose_ends } = first;
    const nodes = node_act.map((act: number, node: number) => [activations[act], node_prev[node]]);
    expect(nodes[0]).toEqual(['tanh', null]);
    expect(namedCells['ENAS']).toEqual({ recurrent: nodes.slice(1), concat: loose_ends });
  });

  test('that of the corrected code, and its DARTS cell', () => {
    const recurrentOf = (tokens: readonly number[]) =>
      Array.from({ length: tokens.length / 2 }, (_, node) => [
        corrected.activations[tokens[2 * node + 1] ?? -1],
        tokens[2 * node],
      ]);
    expect(namedCells['ENAS-LM']?.recurrent).toEqual(recurrentOf(corrected.tokens));
    expect(namedRnn.DARTS_V2.genotype.recurrent).toEqual(recurrentOf(corrected.darts_arc_same_code));
  });

  test('the model of the paper has the 22,027,104 weights of the first release, and a bias', () => {
    const cell = namedCells['ENAS'];
    if (!cell) throw new Error('no cell');
    expect(countRnn(cell, { vocabulary: 10_000, width: 748 }).parameters).toBe(22_027_104 + 10_000);
  });
});

test('a file of another space is refused, and problems name their places', () => {
  const cell = enasRnn().sample(draws(key(1)));
  expect(readEnasRnn({ space: 'darts-rnn', genotype: cell })).toMatchObject({
    ok: false,
    failures: [{ path: ['space'], found: '"darts-rnn"' }],
  });
  expect(
    readEnasRnn({
      recurrent: [
        ['tanh', 1],
        ['sine', 0],
      ],
      concat: [3],
    }),
  ).toMatchObject({
    ok: false,
    failures: [{ path: ['recurrent', 0, 1] }, { path: ['recurrent', 1, 0] }, { path: ['concat', 0] }],
  });
});
