/** Trains a small super-net for 60 steps and prints a digest of all losses and the final weights. */
import { createHash } from 'node:crypto';
import { softmax, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import * as e from '../../../../experiments/engine/index.ts';
import { random } from './numbers.ts';

const parameters: e.Parameter[] = [];
const make = (shape: number[], scale: number): e.Parameter => {
  const values = random(shape, parameters.length + 1).data.map((value) => value * scale);
  const parameter = new e.Parameter(`p${parameters.length}`, shape, values);
  parameters.push(parameter);
  return parameter;
};

await e.startEngine('wasm');
const stem = make([3, 3, 3, 8], 0.4);
const depthwise = make([5, 5, 8, 1], 0.3);
const pointwise = make([1, 1, 8, 8], 0.5);
const dilated = make([3, 3, 8, 1], 0.4);
const second = make([1, 1, 8, 8], 0.5);
const gamma = make([8], 1);
const beta = make([8], 0.1);
const odd = make([3, 3, 8, 7], 0.2);
const head = make([7, 10], 0.5);
const bias = make([10], 0.1);
const table = make([6, 7], 0.3);
const weights = [...parameters];
const alpha = make([4], 0.1);

const x = tensor(Float32Array.from(random([16, 9, 9, 3], 50).data), [16, 9, 9, 3]);
const labels = tensor1d(
  Int32Array.from({ length: 16 }, (_, i) => (i * 3) % 10),
  'int32',
);
const words = tensor1d(
  Int32Array.from({ length: 16 }, (_, i) => (i * 5) % 6),
  'int32',
);

const loss = (): Tensor => {
  const affine = { gamma: gamma.value, beta: beta.value };
  const s = e.batchNormTrain(e.conv2d(x, stem.value, { pad: 1 }), { ...affine, relu: true }).y;
  const branches = [
    e.separableBatchNormTrain(s, depthwise.value, pointwise.value, { pad: 2, relu: true }).y,
    e.separableBatchNormTrain(s, dilated.value, second.value, { pad: 2, dilation: 2, relu: true, ...affine })
      .y,
    e.batchNormTrain(e.maxPool(s, { size: 3, pad: 1 })).y,
    e.batchNormTrain(e.avgPool(s, { size: 3, pad: 1 })).y,
  ];
  const mixed = e.mixedSum(branches, softmax(alpha.value));
  const last = e.relu(e.conv2d(e.addN([mixed, s]), odd.value, { stride: 2, pad: 1 }));
  const features = e.addN([e.globalAveragePool(last), e.embedding(table.value, words)]);
  return e.softmaxCrossEntropy(e.linear(features, head.value, bias.value), labels, { labelSmoothing: 0.1 });
};

const sgd = new e.Sgd(weights, { momentum: 0.9, weightDecay: 3e-4 });
const adam = new e.Adam([alpha], { betas: [0.5, 0.999], weightDecay: 1e-3 });
const hash = createHash('sha256');
for (let step = 0; step < 60; step++) {
  tidy(() => {
    adam.step(e.valueAndGradients(loss, [alpha]).gradients, 3e-3);
    const { value, gradients } = e.valueAndGradients(loss, weights);
    e.clipByGlobalNorm(gradients, 5);
    sgd.step(gradients, e.cosineAnneal(0.05, 0.001, step, 60));
    hash.update(new Uint8Array(Float32Array.from(value.dataSync()).buffer));
  });
}
for (const parameter of parameters) hash.update(new Uint8Array(parameter.read().buffer));
process.stdout.write(hash.digest('hex'));
