/**
 * A network of the macro space as it is trained from scratch, compiled as the released code compiles a given architecture: a
 * layer is a 1x1 convolution and a full one, also where the search had a separable one; skip connections are concatenated with
 * it and brought back to the channels by a 1x1 convolution. That code builds no pooling layers: here, a pooling follows the 1x1
 * convolution, as in the search.
 * Sources: Pham et al. 2018, section 2.3; melodyguan/enas@4bcfd73, src/cifar10/general_child.py.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { concatChannels, type Parameter, relu } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import type { MacroGenotype } from '../../space/enas-macro/genotype.ts';
import { partsOf } from '../../space/enas-macro/operations.ts';
import { type LayerPlan, lastMaps, type MacroShape, planMacro } from '../../space/enas-macro/plan.ts';
import type { Layer, Statistics } from '../layers.ts';
import { convolution, factorizedReduction, type Making, pooling, projection } from '../nasnet/layers.ts';
import type { ScratchForward, ScratchNetwork, ScratchOutputs } from '../scratch-network.ts';
import { Weights } from '../weights.ts';
import { type Classifier, classifier, epsilon, stem } from './enas-network.ts';

/** Share of the classifier's inputs that training keeps: scripts/cifar10_macro_final.sh of the released code. */
const keptInputs = 0.5;

interface BuiltLayer {
  readonly run: Layer;
  /** The maps that the layer skips from, and what joins them with its own. */
  readonly skips: readonly number[];
  readonly join: Layer | null;
  /** One for each map so far, the stem's first; none where maps stay. */
  readonly reductions: readonly Layer[];
}

export class MacroNetwork implements ScratchNetwork {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #layers: readonly BuiltLayer[];
  readonly #classify: Classifier;

  constructor(genotype: MacroGenotype, shape: MacroShape, key: Key) {
    this.#weights = new Weights(key);
    const making = { weights: this.#weights, epsilon };
    const plan = planMacro(genotype, shape, 2);
    this.#stem = stem(making, shape.image.channels, shape.initialChannels);
    this.#layers = plan.map((layer, i) => buildLayer(making, layer, i));
    this.#classify = classifier(making, 'classifier', lastMaps(plan, shape).channels, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  run(images: Tensor, { statistics, training }: ScratchForward): ScratchOutputs {
    let maps: readonly Tensor[] = [this.#stem(images, statistics)];
    for (const layer of this.#layers) {
      const before = maps;
      const own = tidy(() => runLayer(layer, before, statistics));
      maps = reduced(layer.reductions, [...before, own], statistics);
    }
    const dropping = training && { kept: keptInputs, draws: training.draws };
    return { logits: this.#classify(newest(maps), dropping) };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

function buildLayer(making: Making, { operation, skips, maps, pooled }: LayerPlan, i: number): BuiltLayer {
  const { channels } = maps;
  const name = `layers.${i}`;
  const keeps = { from: channels, to: channels };
  const parts = partsOf(operation);
  const narrow = projection(making, `${name}.narrow`, keeps);
  const wide =
    'kernel' in parts
      ? convolution(making, `${name}.wide`, keeps, { kernel: parts.kernel, dilation: 1, stride: 1 })
      : pooling(parts.kind, 3, 1);
  const joined = { from: (skips.length + 1) * channels, to: channels };
  return {
    run: (x, statistics) => wide(narrow(relu(x), statistics), statistics),
    skips,
    join: i > 0 ? projection(making, `${name}.skip`, joined) : null,
    reductions: pooled ? reductionsOf(making, name, i + 2, { from: channels, to: pooled.channels }) : [],
  };
}

/** Factorised reductions of so many maps. */
export const reductionsOf = (
  making: Making,
  name: string,
  count: number,
  channels: { readonly from: number; readonly to: number },
): readonly Layer[] =>
  Array.from({ length: count }, (_, map) => factorizedReduction(making, `${name}.pool_${map}`, channels));

function runLayer({ run, skips, join }: BuiltLayer, maps: readonly Tensor[], statistics: Statistics): Tensor {
  const own = run(newest(maps), statistics);
  if (!join) return own;
  return join(relu(concatChannels([...skips.map((map) => mapOf(maps, map)), own])), statistics);
}

export const reduced = (
  reductions: readonly Layer[],
  maps: readonly Tensor[],
  statistics: Statistics,
): readonly Tensor[] =>
  reductions.length === 0 ? maps : reductions.map((reduce, map) => reduce(mapOf(maps, map), statistics));

export const newest = (maps: readonly Tensor[]): Tensor => mapOf(maps, maps.length - 1);

export function mapOf(maps: readonly Tensor[], map: number): Tensor {
  const tensor = maps[map];
  if (!tensor) throw new Error(`Internal error: a layer reads map ${map}, which no layer before it makes`);
  return tensor;
}
