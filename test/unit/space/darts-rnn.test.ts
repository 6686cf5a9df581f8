import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import {
  activationIndex,
  activations,
  nodeActivations,
  rnnEdgeIndex,
  rnnEdges,
} from '../../../experiments/space/darts-rnn/activations.ts';
import { countRnn, countRnnSuperNet } from '../../../experiments/space/darts-rnn/counts.ts';
import { discretiseRnn } from '../../../experiments/space/darts-rnn/discretise.ts';
import { type NamedRnnCell, namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { dartsRnn } from '../../../experiments/space/darts-rnn/space.ts';
import { exp } from '../../../schemas/exact-math.ts';
import { readGolden } from '../../util/fixtures.ts';
import { NumpyRandomState } from '../../util/numpy-legacy.ts';
import { describeSpace } from './describe-space.ts';
import { sampleRnnOfficially } from './official-rnn-sampler.ts';

describeSpace('darts-rnn', dartsRnn);

interface Oracles {
  cells: number;
  counts: { cell: NamedRnnCell; vocabulary: number; width: number; parameters: number }[];
  superNet: { vocabulary: number; width: number; parameters: number; architectureParameters: number };
}
const oracles: Oracles = JSON.parse(
  readFileSync(new URL('../../fixtures/darts-rnn-oracles.json', import.meta.url), 'utf8'),
);

describe('darts-rnn', () => {
  test('the number of cells is the published one', () => {
    expect(dartsRnn.count).toBe(BigInt(oracles.cells));
  });

  test('edges are listed by node and then by source', () => {
    expect(rnnEdges.length).toBe(36);
    rnnEdges.forEach(({ node, source }, i) => {
      expect(rnnEdgeIndex(node, source)).toBe(i);
    });
  });

  test('the id of the published DARTS cell is fixed', () => {
    expect(dartsRnn.id(namedRnn.DARTS_V2.genotype)).toMatchInlineSnapshot(
      `"bfe331fc8b4d7294c11e2e04f11ea9ec1813850f3152b64585de5719a88ddf03"`,
    );
  });

  test.each(Object.entries(namedRnn))('%s is in the space exactly if it has eight nodes', (_, named) => {
    const { genotype, inSpace } = named;
    expect(genotype.recurrent.length === 8).toBe(inSpace);
    expect(dartsRnn.validate(genotype).length === 0).toBe(inSpace);
  });

  test('activations and predecessors are sampled evenly', () => {
    const source = draws(key(2));
    const counts = new Map<string, number>();
    for (let i = 0; i < 4000; i += 1) {
      const [activation, predecessor] = dartsRnn.sample(source).recurrent[4] ?? ['', -1];
      for (const name of [activation, `${predecessor}`]) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(4 + 5);
    for (const [name, count] of counts) {
      expect(Math.abs(count - 4000 / (/\d/.test(name) ? 5 : 4)), name).toBeLessThan(120);
    }
  });

  test('every problem of a genotype is told at its place', () => {
    const { recurrent } = namedRnn.DARTS_V1.genotype;
    const broken = { recurrent: [['swish', 0], ['none', 2], ...recurrent.slice(2)], concat: [1, 2] };
    expect(dartsRnn.validate(broken)).toEqual([
      'recurrent[0]: expected an activation of tanh, relu, sigmoid, identity, got `swish`',
      'recurrent[1]: expected an activation of tanh, relu, sigmoid, identity, got `none`',
      'recurrent[1]: expected a predecessor in [0, 1], got `2`',
      'concat: expected [1, 2, 3, 4, 5, 6, 7, 8]',
    ]);
    expect(dartsRnn.validate({ recurrent: recurrent.slice(1), concat: [1, 2, 3, 4, 5, 6, 7, 8] })).toEqual([
      'recurrent: expected 8 [activation, predecessor] pairs, one for each node',
    ]);
  });

  test('equal weights give the lowest state and the first activation, and none is never chosen', () => {
    const flat = rnnEdges.map(() => activations.map((name) => (name === 'none' ? 0.8 : 0.05)));
    expect(discretiseRnn(flat).recurrent).toEqual(Array.from({ length: 8 }, () => [nodeActivations[0], 0]));
  });
});

describe('darts-rnn counts', () => {
  test.each(oracles.counts)('$cell, vocabulary $vocabulary, width $width', (oracle) => {
    expect(countRnn(namedRnn[oracle.cell].genotype, oracle).parameters).toBe(oracle.parameters);
  });

  test('the search network', () => {
    expect(countRnnSuperNet(oracles.superNet)).toMatchObject({
      parameters: oracles.superNet.parameters,
      architectureParameters: oracles.superNet.architectureParameters,
    });
  });

  test('multiply-adds are those of the matrix products of one token', () => {
    const shape = { vocabulary: 7, width: 3 };
    expect(countRnn(namedRnn.DARTS_V2.genotype, shape).multiplyAdds).toBe(6 * 6 + 8 * 3 * 6 + 7 * 3);
    expect(countRnnSuperNet(shape).multiplyAdds).toBe(6 * 6 + 36 * 3 * 6 + 7 * 3);
  });
});

describe('darts-rnn against the official code', () => {
  const oracle = readGolden('rsws_sampler.json');

  test('alphas give the official genotype', () => {
    const { data } = readGolden('rnn.json').search_model.alphas_36x5;
    const softmaxed = rnnEdges.map((_, row) => {
      const powers: number[] = data.slice(5 * row, 5 * row + 5).map(exp);
      const sum = powers.reduce((a, b) => a + b, 0);
      return powers.map((power) => power / sum);
    });
    const { recurrent, concat } = readGolden('genotype_parse.json').DARTS_RNN;
    expect(discretiseRnn(softmaxed)).toEqual({ recurrent, concat });
  });

  test.each([
    [0, 'rnn_seed0_first3_pred_op'],
    [400, 'rnn_seed400_first3_pred_op'],
  ])('the official sampler gives the official first architectures of seed %d', (seed, name) => {
    const random = new NumpyRandomState(seed);
    for (const expected of oracle[name]) {
      const { recurrent } = sampleRnnOfficially(random);
      expect(recurrent.map(([activation, state]) => [state, activationIndex(activation)])).toEqual(expected);
    }
  });

  test('the official sampler reaches the cell of random search with weight sharing', () => {
    const best = oracle.rnn_best_reconstruction;
    const random = new NumpyRandomState(best.seed);
    for (let i = 0; i < best.train_samples_skipped; i += 1) {
      // Every training minibatch also draws the length of its text from the same generator.
      random.uniform();
      sampleRnnOfficially(random);
    }
    for (let i = 0; i < best.eval_index0; i += 1) sampleRnnOfficially(random);
    expect(sampleRnnOfficially(random)).toEqual(namedRnn.RSWS.genotype);
    expect(namedRnn.RSWS.genotype.recurrent).toEqual(best.recurrent);
  });
});
