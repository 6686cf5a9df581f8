/**
 * One training step of a network of a search, on the wasm engine: memory-worker.js NETWORK BATCH KEPT, where KEPT are the
 * bytes above which cells are computed again. Prints what the memory grew to, or why there was too little.
 */
import { mean, softmax, type Tensor, engine as tfjs, tidy, zeros } from '@tensorflow/tfjs-core';
import { Parameter, startEngine, valueAndGradients } from '../../experiments/engine/index.ts';
import { openBackend } from '../../experiments/engine/wasm/tfjs-heap.ts';
import { failureOf } from '../../experiments/job/failure-of.ts';
import { TrellisNet } from '../../experiments/model/segmentation/trellis-net.ts';
import { SuperNet } from '../../experiments/model/super-net.ts';
import { key } from '../../experiments/rng/key.ts';

interface Net {
  readonly parameters: readonly Parameter[];
  readonly loss: () => Tensor;
}

/** C = 16, L = 8, images of CIFAR-10; by weights and architecture at once. */
const darts = (batch: number, mostKeptBytes: number): Net => {
  const shape = { initialChannels: 16, layers: 8, classes: 10, inputChannels: 3, height: 32, width: 32 };
  const net = new SuperNet(shape, key(1), { mostKeptBytes });
  const alphas = ['normal', 'reduce'].map((name) => new Parameter(name, [14, 8]));
  const images = zeros([batch, 32, 32, 3]);
  const loss = (): Tensor => {
    const [normal, reduce] = alphas.map(({ value }) => softmax(value)) as [Tensor, Tensor];
    return mean(net.logits(images as Tensor, { kind: 'mixed', normal, reduce }, 'batch'));
  };
  return { parameters: [...alphas, ...net.parameters], loss };
};

/** F = 8, L = 12, B = 5, images of 321x321. */
const autoDeepLab = (batch: number): Net => {
  const shape = { filters: 8, stemChannels: 64, blocks: 5, layers: 12, classes: 19 };
  const net = new TrellisNet(shape, key(1));
  const [operations, arrows] = [new Parameter('alpha', [20, 8]), new Parameter('beta', [12, 4, 3])];
  const images = zeros([batch, 321, 321, 3]);
  const loss = (): Tensor =>
    mean(
      net.scores(images, {
        ...{ kind: 'mixed', operations: softmax(operations.value), arrows: softmax(arrows.value) },
      }),
    );
  return { parameters: [operations, arrows, ...net.parameters], loss };
};

const [network, batch, kept] = process.argv.slice(2);
await startEngine('wasm');
const memory = openBackend(tfjs().backend).wasm.asm.memory;
const start = performance.now();
try {
  const net = network === 'darts' ? darts(Number(batch), Number(kept)) : autoDeepLab(Number(batch));
  tidy(() => {
    const { value } = valueAndGradients(net.loss, net.parameters);
    value.dataSync();
  });
  const [bytes, seconds] = [memory.buffer.byteLength, (performance.now() - start) / 1000];
  process.stdout.write(`${JSON.stringify({ bytes, seconds })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: failureOf(error) })}\n`);
}
