import { dispose, memory, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { auxiliaryHead } from '../../../experiments/model/auxiliary-head.ts';
import { EvaluationNetwork } from '../../../experiments/model/evaluation-network.ts';
import { SuperNet } from '../../../experiments/model/super-net.ts';
import { Weights } from '../../../experiments/model/weights.ts';
import { key } from '../../../experiments/rng/key.ts';
import { exp } from '../../../schemas/exact-math.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance, fillFromLcg, type GoldenTensor, imagesFrom, lcg, loadWeights } from './golden.ts';

/** Between our float32 and the official modules' float64. */
const tolerance = 1e-4;

beforeAll(async () => {
  await startEngine('wasm');
});

/** Row-wise softmax of [14, 8], with the chain rule of a gradient back to the logits. */
function softmaxRows(alphas: GoldenTensor) {
  const values = new Float32Array(alphas.data.length);
  for (let row = 0; row < values.length; row += 8) {
    const powers = alphas.data.slice(row, row + 8).map(exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, i) => {
      values[row + i] = power / sum;
    });
  }
  const back = (gradient: Float32Array): Float32Array =>
    gradient.map((g, i) => {
      const row = 8 * Math.floor(i / 8);
      let mean = 0;
      for (let j = row; j < row + 8; j += 1) mean += (gradient[j] ?? 0) * (values[j] ?? 0);
      return (values[i] ?? 0) * (g - mean);
    });
  return { parameter: new Parameter('alphas', [14, 8], values), back };
}

describe('networks against the official modules', () => {
  test.each(['supernet_C4_L3.json', 'supernet_C4_L2.json'])(
    '%s: logits, losses, first-order alphas',
    (file) => {
      const golden = readGolden(file);
      const shape = {
        initialChannels: 4,
        layers: golden.layers,
        classes: 10,
        inputChannels: 3,
        height: 8,
        width: 8,
      };
      const before = memory().numTensors;
      const net = new SuperNet(shape, key(0));
      loadWeights(net.parameters, golden.weights);
      const normal = softmaxRows(golden.alphas_normal);
      const reduce = softmaxRows(golden.alphas_reduce);
      tidy(() => {
        const mode = {
          kind: 'mixed',
          normal: normal.parameter.value,
          reduce: reduce.parameter.value,
        } as const;
        for (const part of ['train', 'val']) {
          const x = imagesFrom(golden[`x_${part}`].data, golden[`x_${part}`].shape);
          const y = tensor1d(golden[`y_${part}`], 'int32');
          let logits: Tensor | undefined;
          const { value, gradients } = valueAndGradients(() => {
            logits = net.logits(x, mode, 'batch');
            expect(distance(logits, golden[`logits_${part}`].data)).toBeLessThan(tolerance);
            return softmaxCrossEntropy(logits, y);
          }, [normal.parameter, reduce.parameter]);
          expect(distance(value, [golden[`loss_${part}`]])).toBeLessThan(tolerance);
          if (part !== 'val') continue;
          for (const [i, kind] of (['normal', 'reduce'] as const).entries()) {
            const expected: GoldenTensor | null = golden.first_order_dalpha[kind];
            const gradient = gradients[i];
            if (!expected || !gradient) {
              expect([expected, gradient]).toEqual([null, null]);
              continue;
            }
            const { back } = kind === 'normal' ? normal : reduce;
            expect(distance(back(Float32Array.from(gradient.dataSync())), expected.data)).toBeLessThan(
              tolerance,
            );
          }
        }
      });
      for (const thing of [net, normal.parameter, reduce.parameter]) thing.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );

  test.each([
    ['DARTS_V2', 6],
    ['PC_DARTS_cifar', 3],
  ])('evaluation network %s: logits with batch and with running statistics', (name, layers) => {
    const golden = readGolden('eval_cifar.json')[name];
    const shape = { initialChannels: 4, layers, classes: 10, inputChannels: 3, height: 32, width: 32 };
    const net = new EvaluationNetwork(golden.genotype, shape, { key: key(0), auxiliary: false });
    if (typeof golden.weights === 'string') fillFromLcg(net.parameters, 300);
    else loadWeights(net.parameters, golden.weights);
    expect(net.parameters.reduce((sum, { value }) => sum + value.size, 0)).toBe(golden.param_count);
    tidy(() => {
      const x = imagesFrom(lcg(301)(2 * 3 * 32 * 32, 1), [2, 3, 32, 32]);
      const y = tensor1d(golden.y, 'int32');
      const fresh = net.run(x, { statistics: 'running' }).logits;
      expect(distance(fresh, golden.logits_eval_mode_fresh_running_stats.data)).toBeLessThan(tolerance);
      const { value, gradients } = valueAndGradients(() => {
        const { logits } = net.run(x, { statistics: 'track' });
        expect(distance(logits, golden.logits_train_mode.data)).toBeLessThan(tolerance);
        return softmaxCrossEntropy(logits, y);
      }, net.parameters);
      expect(distance(value, [golden.loss_train_mode])).toBeLessThan(tolerance);
      const squares = gradients.map((g) =>
        g ? Float32Array.from(g.dataSync()).reduce((sum, v) => sum + v * v, 0) : 0,
      );
      const norm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
      expect(Math.abs(norm - golden.grad_norm)).toBeLessThan(1e-3);
      const after = net.run(x, { statistics: 'running' }).logits;
      expect(distance(after, golden.logits_eval_mode_after_one_train_forward.data)).toBeLessThan(tolerance);
    });
    net.dispose();
  });

  test('the auxiliary head', () => {
    const golden = readGolden('aux_head.json').cifar;
    const weights = new Weights(key(0));
    const head = auxiliaryHead(weights, '', golden.C, 10);
    fillFromLcg(weights.parameters, 320);
    expect(weights.parameters.map(({ name }) => name)).toEqual(
      golden.param_order.map(([name]: [string]) => name),
    );
    tidy(() => {
      const x = imagesFrom(lcg(321)(2 * 16 * 8 * 8, 1), [2, 16, 8, 8]);
      expect(distance(head(x, 'batch'), golden.logits_train_mode.data)).toBeLessThan(tolerance);
      dispose(x);
    });
    weights.dispose();
  });
});
