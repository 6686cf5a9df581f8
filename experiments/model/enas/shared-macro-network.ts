/**
 * The network that all architectures of the macro space share while it is searched: every layer holds all six operations, each
 * with its own 1x1 convolution; a child runs one of them, and adds its skip connections. Channels stay the same after a pooling.
 * Sources: Pham et al. 2018, section 2.3; melodyguan/enas@4bcfd73, src/cifar10/general_child.py.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { addN, conv2d, depthwiseConv2d, type Parameter, relu } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import type { MacroGenotype } from '../../space/enas-macro/genotype.ts';
import { type Operation, operations, partsOf } from '../../space/enas-macro/operations.ts';
import { lastMaps, type MacroShape, planMacro } from '../../space/enas-macro/plan.ts';
import type { Layer, Statistics } from '../layers.ts';
import { batchNorm, type Making, pooling, projection } from '../nasnet/layers.ts';
import type { ScratchOutputs } from '../scratch-network.ts';
import { Weights } from '../weights.ts';
import { type Classifier, classifier, type Dropping, epsilon, stem } from './enas-network.ts';
import { mapOf, newest, reduced, reductionsOf } from './macro-network.ts';

interface SharedLayer {
  readonly branches: Readonly<Record<Operation, Layer>>;
  /** After the sum with skip connections; the first layer has none. */
  readonly normalise: Layer | null;
  readonly reductions: readonly Layer[];
}

export class SharedMacroNetwork {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #layers: readonly SharedLayer[];
  readonly #classify: Classifier;

  constructor(layers: number, shape: MacroShape, key: Key) {
    this.#weights = new Weights(key);
    const making = { weights: this.#weights, epsilon };
    // Sizes are those of any architecture.
    const any = { layers: Array.from({ length: layers }, () => ({ operation: operations[0], skips: [] })) };
    const plan = planMacro(any, shape, 1);
    this.#stem = stem(making, shape.image.channels, shape.initialChannels);
    this.#layers = plan.map(({ maps: { channels }, pooled }, i) => {
      const name = `layers.${i}`;
      const keeps = { from: channels, to: channels };
      return {
        branches: branchesOf(making, name, channels),
        normalise: i > 0 ? batchNorm(making, `${name}.skip`, channels) : null,
        reductions: pooled ? reductionsOf(making, name, i + 2, keeps) : [],
      };
    });
    this.#classify = classifier(making, 'classifier', lastMaps(plan, shape).channels, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** One architecture's part. Call inside `tidy`. */
  run(images: Tensor, { layers }: MacroGenotype, dropping?: Dropping): ScratchOutputs {
    const statistics: Statistics = 'batch';
    let maps: readonly Tensor[] = [this.#stem(images, statistics)];
    this.#layers.forEach(({ branches, normalise, reductions }, i) => {
      const layer = layers[i];
      if (!layer) throw new Error(`Internal error: an architecture without layer ${i} of the shared network`);
      const before = maps;
      const own = tidy(() => {
        const made = branches[layer.operation](newest(before), statistics);
        if (!normalise) return made;
        const skipped = layer.skips.map((map) => mapOf(before, map));
        return normalise(skipped.length > 0 ? addN([...skipped, made]) : made, statistics);
      });
      maps = reduced(reductions, [...before, own], statistics);
    });
    return { logits: this.#classify(newest(maps), dropping) };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

const branchesOf = (making: Making, name: string, channels: number): SharedLayer['branches'] =>
  Object.fromEntries(
    operations.map((operation) => [operation, branch(making, `${name}.${operation}`, operation, channels)]),
  ) as Record<Operation, Layer>;

/** A 1x1 convolution, normalised, ReLU; then the operation, which a convolution follows with the same. */
function branch(making: Making, name: string, operation: Operation, channels: number): Layer {
  const keeps = { from: channels, to: channels };
  const narrow = projection(making, `${name}.narrow`, keeps);
  const parts = partsOf(operation);
  const begin: Layer = (x, statistics) => relu(narrow(x, statistics));
  if (!('kernel' in parts)) {
    const pool = pooling(parts.kind, 3, 1);
    return (x, statistics) => pool(begin(x, statistics), statistics);
  }
  const pad = (parts.kernel - 1) / 2;
  if (parts.kind === 'full') {
    const filter = making.weights.convolution(`${name}.conv`, parts.kernel, channels, channels);
    const normalise = batchNorm(making, `${name}.bn`, channels);
    return (x, statistics) =>
      relu(normalise(conv2d(begin(x, statistics), filter.value, { pad }), statistics));
  }
  const depthwise = making.weights.depthwise(`${name}.depthwise`, parts.kernel, channels);
  const pointwise = projection(making, `${name}.pointwise`, keeps);
  return (x, statistics) =>
    relu(pointwise(depthwiseConv2d(begin(x, statistics), depthwise.value, { pad }), statistics));
}
