/**
 * A NASNet network as it is trained from scratch: stem, cells, auxiliary head, classifier; its endpoints have the names of
 * the released code. Sources: Zoph et al. 2018, sections 3 and A.7; tensorflow/models@03cdc5f,
 * research/slim/nets/nasnet/nasnet.py.
 */
import { mul, reshape, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { avgPool, conv2d, globalAveragePool, linear, type Parameter, relu } from '../../engine/index.ts';
import type { Draws } from '../../rng/draws.ts';
import type { Key } from '../../rng/key.ts';
import { auxiliarySize } from '../../space/nasnet/counts.ts';
import type { NasnetGenotype } from '../../space/nasnet/genotype.ts';
import type { Maps } from '../../space/nasnet/plan-cell.ts';
import { type NasnetShape, planNetwork, type StemKind } from '../../space/nasnet/plan-network.ts';
import type { Layer } from '../layers.ts';
import type { ScratchForward, ScratchNetwork, ScratchOutputs } from '../scratch-network.ts';
import { Weights } from '../weights.ts';
import { makeCell, type RunCell } from './cell.ts';
import { batchNorm, type Making, projection } from './layers.ts';
import { dropProbability } from './scheduled-drop-path.ts';

export interface NasnetForward extends ScratchForward {
  /** Called with the maps [batch, height, width, channels] of the stem and of every cell, by name. */
  readonly onEndpoint?: (name: string, maps: Tensor) => void;
}

export interface NasnetOptions {
  readonly key: Key;
  readonly stem: StemKind;
  readonly auxiliary: boolean;
}

/** What the released networks add to variances, and the share of classifier inputs that training keeps. */
const published = {
  cifar: { epsilon: 1e-5, keptInputs: 1 },
  imagenet: { epsilon: 1e-3, keptInputs: 0.5 },
} as const;

export class NasnetNetwork implements ScratchNetwork {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly { readonly name: string; readonly run: RunCell }[];
  readonly #auxiliary: Layer | undefined;
  readonly #auxiliaryCell: number;
  readonly #classify: (x: Tensor, dropping?: Draws) => Tensor;

  /** @param shape must have no `nasnetProblem` */
  constructor(genotype: NasnetGenotype, shape: NasnetShape, { key, stem, auxiliary }: NasnetOptions) {
    const weights = new Weights(key);
    const { epsilon, keptInputs } = published[stem];
    const making = { weights, epsilon };
    const plan = planNetwork(genotype, shape, stem);
    this.#weights = weights;
    this.#stem = makeStem(making, shape.image.channels, plan.stem.channels, stem);
    this.#cells = plan.cells.map((cell) => ({ name: cell.name, run: makeCell(making, cell) }));
    this.#auxiliaryCell = plan.auxiliaryCell;
    const read = plan.cells[plan.auxiliaryCell]?.output;
    this.#auxiliary = auxiliary && read ? auxiliaryHead(making, read, shape.classes) : undefined;
    this.#classify = classifier(weights, plan.last.channels, shape.classes, keptInputs);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  run(images: Tensor, { statistics, training, onEndpoint }: NasnetForward): ScratchOutputs {
    let previous: Tensor | null = null;
    let current = this.#stem(images, statistics);
    onEndpoint?.('stem', current);
    let auxiliaryLogits: Tensor | undefined;
    this.#cells.forEach(({ name, run }, c) => {
      const drop = training && {
        probability: dropProbability(training.dropPath, c, this.#cells.length),
        draws: training.draws,
      };
      const [now, before] = [current, previous];
      const output = tidy(() => run(now, before, { statistics, ...(drop ? { dropPath: drop } : {}) }));
      onEndpoint?.(name, output);
      if (this.#auxiliary && training && c === this.#auxiliaryCell) {
        auxiliaryLogits = this.#auxiliary(output, statistics);
      }
      previous = now;
      current = output;
    });
    const logits = this.#classify(current, training?.draws);
    return auxiliaryLogits ? { logits, auxiliaryLogits } : { logits };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

function makeStem(making: Making, from: number, to: number, stem: StemKind): Layer {
  const filter = making.weights.convolution('stem.conv', 3, from, to);
  const normalise = batchNorm(making, 'stem.bn', to);
  const options = stem === 'cifar' ? { pad: 1 } : { stride: 2 };
  return (images, statistics) => normalise(conv2d(images, filter.value, options), statistics);
}

/** Pooling of 5x5 windows, a 1x1 convolution to 128 channels, one of the size of its maps to 768, a linear layer. */
function auxiliaryHead(making: Making, { height, width, channels }: Maps, classes: number): Layer {
  const narrow = projection(making, 'auxiliary.narrow', { from: channels, to: 128 });
  const [rows, columns] = [auxiliarySize(height), auxiliarySize(width)];
  const values = rows * columns * 128;
  const wide = making.weights.convolution('auxiliary.wide', 1, values, 768);
  const normalise = batchNorm(making, 'auxiliary.wide_bn', 768);
  const { weight, bias } = making.weights.linear('auxiliary.classifier', 768, classes);
  return (x, statistics) => {
    const batch = x.shape[0] ?? 0;
    const pooled = avgPool(relu(x), { size: 5, stride: 3 });
    const first = relu(narrow(pooled, statistics));
    const second = conv2d(reshape(first, [batch, 1, 1, values]), wide.value);
    return linear(reshape(relu(normalise(second, statistics)), [batch, 768]), weight.value, bias.value);
  };
}

/** ReLU, global average pooling, dropout while training, a linear layer. */
function classifier(weights: Weights, channels: number, classes: number, kept: number) {
  const { weight, bias } = weights.linear('classifier', channels, classes);
  return (x: Tensor, dropping?: Draws): Tensor => {
    const pooled = globalAveragePool(relu(x));
    const inputs = dropping && kept < 1 ? mul(pooled, mask(pooled, kept, dropping)) : pooled;
    return linear(inputs, weight.value, bias.value);
  };
}

function mask(x: Tensor, kept: number, source: Draws): Tensor {
  const values = Float32Array.from({ length: x.size }, () => (source.uniform() < kept ? 1 / kept : 0));
  return tensor2d(values, [x.shape[0] ?? 0, x.shape[1] ?? 0]);
}
