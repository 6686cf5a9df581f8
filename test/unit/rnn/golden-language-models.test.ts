import {
  dispose,
  logSoftmax,
  memory,
  softmax,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
  tile,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { LanguageModel } from '../../../experiments/model/rnn/language-model.ts';
import type { TokenBlock } from '../../../experiments/model/rnn/token-block.ts';
import { key } from '../../../experiments/rng/key.ts';
import type { RnnGenotype } from '../../../experiments/space/darts-rnn/genotype.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance, type GoldenTensor } from '../model/golden.ts';

/** Between our float32 and the official modules' float64. */
const tolerance = 1e-4;

beforeAll(async () => {
  await startEngine('wasm');
});

const shape = { vocabulary: 11, width: 6 };
const golden = readGolden('rnn.json');

/** The last axis stays; all others become rows. */
const rows = ({ shape: axes, data }: GoldenTensor): Tensor =>
  tensor2d(Float32Array.from(data), [data.length / (axes.at(-1) ?? 1), axes.at(-1) ?? 1]);

function modelWith(weights: Record<string, GoldenTensor>): LanguageModel {
  const model = new LanguageModel(shape, 8, key(1));
  for (const parameter of model.parameters) {
    // The weights of a cell that was stored alone lack the path to it.
    const stored = weights[parameter.name] ?? weights[parameter.name.replace('rnns.0.', '')];
    if (stored) parameter.write(Float32Array.from(stored.data));
  }
  return model;
}

const blockOf = (tokens: number[][], targets: number[][]): TokenBlock => ({
  tokens: Int32Array.from(tokens.flat()),
  targets: Int32Array.from(targets.flat()),
  batch: tokens[0]?.length ?? 0,
});

const labelsOf = (block: TokenBlock): Tensor => tensor1d(block.targets, 'int32');

describe('recurrent models against the official modules', () => {
  test.each(['DARTS_V1', 'DARTS_V2'] as const)('the cell %s, without and with masks', (name) => {
    const stored = golden[`cell_${name}`];
    const { genotype } = namedRnn[name];
    expect(genotype.recurrent).toEqual(stored.genotype);
    const model = modelWith(stored.weights);
    const masks = { input: repeatRows(rows(golden.x_mask), 3), hidden: rows(golden.h_mask) };
    const unroll = (withMasks: boolean) =>
      tidy(() => {
        const states = model.unroll(
          rows(golden.x),
          rows(golden.h0),
          { kind: 'path', genotype },
          withMasks ? masks : {},
        );
        return Float32Array.from(states.flatMap((state) => [...state.dataSync()]));
      });
    expect(distance(unroll(false), stored.hiddens_eval.data)).toBeLessThan(tolerance);
    expect(distance(unroll(true), stored.hiddens_train_with_masks.data)).toBeLessThan(tolerance);
    expect(distance(unroll(true), stored.hiddens_eval.data)).toBeGreaterThan(100 * tolerance);
    model.dispose();
  });

  test('the whole model: log-probabilities, loss, last hidden state', () => {
    const stored = golden.model_DARTS_V2;
    const model = modelWith(stored.weights);
    expect(model.parameters.map(({ name }) => name)).toEqual(Object.keys(stored.weights));
    const block = blockOf(stored.input_tokens_TxB, stored.targets_TxB);
    const genotype: RnnGenotype = namedRnn.DARTS_V2.genotype;
    const before = memory().numTensors;
    tidy(() => {
      const output = model.run(block, rows(golden.h0), { kind: 'path', genotype });
      const loss = softmaxCrossEntropy(output.logits, labelsOf(block)).dataSync()[0] ?? NaN;
      expect(Math.abs(loss - stored.nll)).toBeLessThan(tolerance);
      expect(distance(logSoftmax(output.logits), stored.log_prob.data)).toBeLessThan(tolerance);
      expect(distance(output.hidden, stored.last_hidden.data)).toBeLessThan(tolerance);
    });
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  test('the relaxed cell: loss, gradient of the alphas, last hidden state', () => {
    const stored = golden.search_model;
    const model = modelWith(stored.weights);
    const alphas = new Parameter('alphas', [36, 5], stored.alphas_36x5.data);
    const block = blockOf(stored.tokens_TxB, stored.targets_TxB);
    let hidden: number[] = [];
    const { value, gradients } = valueAndGradients(() => {
      const edgeWeights = softmax(alphas.value as Tensor);
      const output = model.run(block, rows(stored.h0), { kind: 'mixed', edgeWeights, statistics: 'batch' });
      hidden = [...output.hidden.dataSync()];
      return softmaxCrossEntropy(output.logits, labelsOf(block));
    }, [alphas, ...model.parameters]);
    expect(Math.abs((value.dataSync()[0] ?? NaN) - stored.loss)).toBeLessThan(tolerance);
    expect(distance(Float32Array.from(hidden), stored.last_hidden.data)).toBeLessThan(tolerance);
    expect(distance(gradients[0] as Tensor, stored.dalpha.data)).toBeLessThan(tolerance);
    dispose([value, ...gradients.filter((gradient) => gradient !== null)]);
    alphas.dispose();
    model.dispose();
  });
});

const repeatRows = (x: Tensor, times: number): Tensor => tidy(() => tile(x, [times, 1]));
