/** A network with every kind of layer of a DARTS super-net, and a few steps of training it. */
import { memory, softmax, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import * as e from '../../../../experiments/engine/index.ts';
import { random } from '../../engine/support/numbers.ts';

const steps = 4;
const batch = 4;

class TinyNetwork {
  readonly #all: e.Parameter[] = [];
  readonly stem = this.#make([3, 3, 3, 8], 0.4);
  readonly depthwise = this.#make([5, 5, 8, 1], 0.3);
  readonly pointwise = this.#make([1, 1, 8, 8], 0.5);
  readonly dilated = this.#make([3, 3, 8, 1], 0.4);
  readonly second = this.#make([1, 1, 8, 8], 0.5);
  readonly gamma = this.#make([8], 1);
  readonly beta = this.#make([8], 0.1);
  readonly reduce = this.#make([3, 3, 8, 8], 0.2);
  readonly head = this.#make([8, 10], 0.5);
  readonly bias = this.#make([10], 0.1);
  readonly weights: readonly e.Parameter[] = [...this.#all];
  readonly alpha = this.#make([4], 0.1);

  #make(shape: number[], scale: number): e.Parameter {
    const values = random(shape, this.#all.length + 1).data.map((value) => value * scale);
    const parameter = new e.Parameter(`p${this.#all.length}`, shape, values);
    this.#all.push(parameter);
    return parameter;
  }

  get parameters(): readonly e.Parameter[] {
    return this.#all;
  }

  logits(x: Tensor): Tensor {
    const affine = { gamma: this.gamma.value, beta: this.beta.value };
    const s = e.batchNormTrain(e.conv2d(x, this.stem.value, { pad: 1 }), { ...affine, relu: true }).y;
    const [depthwise, dilated] = [this.depthwise.value, this.dilated.value];
    const branches = [
      e.separableBatchNormTrain(s, depthwise, this.pointwise.value, { pad: 2, relu: true }).y,
      e.separableBatchNormTrain(s, dilated, this.second.value, { pad: 2, dilation: 2, relu: true, ...affine })
        .y,
      e.batchNormTrain(e.maxPool(s, { size: 3, pad: 1 })).y,
      e.batchNormTrain(e.avgPool(s, { size: 3, pad: 1 })).y,
    ];
    const mixed = e.addN([e.mixedSum(branches, softmax(this.alpha.value)), s]);
    const last = e.conv2d(e.relu(mixed), this.reduce.value, { stride: 2, pad: 1 });
    return e.linear(e.globalAveragePool(last), this.head.value, this.bias.value);
  }
}

export interface Trained {
  readonly losses: readonly number[];
  /** Of each parameter, after the last step. */
  readonly weights: readonly (readonly number[])[];
  /** Tensors that the steps after the first left behind. */
  readonly leaked: number;
}

/** Trains weights and architecture in turns on the current engine. */
export async function trainTinyNetwork(): Promise<Trained> {
  const network = new TinyNetwork();
  const images = tensor(Float32Array.from(random([batch, 6, 6, 3], 50).data), [batch, 6, 6, 3]);
  const labels = tensor1d(
    Int32Array.from({ length: batch }, (_, i) => (i * 3) % 10),
    'int32',
  );
  const sgd = new e.Sgd(network.weights, { momentum: 0.9, weightDecay: 3e-4 });
  const adam = new e.Adam([network.alpha], { betas: [0.5, 0.999], weightDecay: 1e-3 });
  const loss = () => e.softmaxCrossEntropy(network.logits(images), labels, { labelSmoothing: 0.1 });
  const step = (): Tensor =>
    tidy(() => {
      adam.step(e.valueAndGradients(loss, [network.alpha]).gradients, 3e-3);
      const { value, gradients } = e.valueAndGradients(loss, network.weights);
      e.clipByGlobalNorm(gradients, 1);
      sgd.step(gradients, 0.05);
      return value;
    });
  const losses: number[] = [];
  // The first step makes what the optimisers keep.
  let before = 0;
  for (let i = 0; i < steps; i++) {
    const value = step();
    losses.push((await value.data())[0] ?? Number.NaN);
    value.dispose();
    if (i === 0) before = memory().numTensors;
  }
  const leaked = memory().numTensors - before;
  const weights = await Promise.all(
    network.parameters.map(async ({ value }) => Array.from(await value.data())),
  );
  for (const part of [...network.parameters, sgd, adam, images, labels]) part.dispose();
  return { losses, weights, leaked };
}
