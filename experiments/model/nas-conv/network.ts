/**
 * The network that an architecture of the controller names, by the three rules of Zoph and Le 2017, section 3.3: a layer
 * without an input reads the image; the outputs that none reads go to the classifier together; smaller maps are padded
 * with zeros where maps of several sizes meet. Layers are convolution, normalisation, ReLU; the classifier reads the mean
 * of each map, which the paper does not say.
 */
import { pad, reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { concatChannels, conv2d, maxPool, type Parameter } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import type { NasConvForm } from '../../space/nas-conv/form.ts';
import type { ConvGenotype } from '../../space/nas-conv/genotype.ts';
import {
  type ConvolutionPlan,
  type NasConvShape,
  type NetworkPlan,
  planNetwork,
  type Source,
} from '../../space/nas-conv/plan.ts';
import { classifier } from '../frame.ts';
import { batchNorm, type Layer, type Statistics } from '../layers.ts';
import { Weights } from '../weights.ts';

export class NasConvNetwork {
  readonly #plan: NetworkPlan;
  readonly #weights: Weights;
  readonly #layers: readonly Layer[];
  readonly #classify: (x: Tensor) => Tensor;

  constructor(form: NasConvForm, genotype: ConvGenotype, shape: NasConvShape, key: Key) {
    this.#plan = planNetwork(form, genotype, shape);
    this.#weights = new Weights(key);
    this.#layers = this.#plan.convolutions.map((plan) => convolution(this.#weights, plan));
    this.#classify = classifier(this.#weights, this.#plan.last.channels, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, statistics: Statistics): Tensor {
    const { convolutions, outputs, pools: afterAll } = this.#plan;
    const made: Tensor[] = [];
    const pooled = new Map<string, Tensor>();
    /** What a source holds after so many pools. */
    const at = (source: Source, pools: number): Tensor => {
      const [output, before] =
        source === 'image' ? [images, 0] : [made[source], convolutions[source]?.pools ?? 0];
      if (!output) throw new Error(`Internal error: convolution ${source} is read before it is made`);
      if (pools === before) return output;
      const name = `${source} ${pools}`;
      const kept = pooled.get(name) ?? halve(at(source, pools - 1));
      pooled.set(name, kept);
      return kept;
    };
    const join = (sources: readonly Source[], pools: number): Tensor =>
      joined(sources.map((source) => at(source, pools)));
    convolutions.forEach(({ sources, pools }, c) => {
      const run = this.#layers[c] as Layer;
      // A map that is pooled here outlives the layer.
      for (const source of sources) at(source, pools);
      made.push(tidy(() => run(join(sources, pools), statistics)));
    });
    return this.#classify(join(outputs, afterAll));
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

/** Padding that leaves ceil(size / stride) windows, the odd pixel behind. */
function samePadding(size: number, side: number, stride: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + side - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function convolution(weights: Weights, { name, filter, stride, input, output }: ConvolutionPlan): Layer {
  const [height, width] = filter;
  // The registry makes square filters. The taps of a window lie in memory as one tap of as many times the channels.
  const taps = weights.convolution(`${name}.conv`, 1, height * width * input.channels, output.channels);
  const normalise = batchNorm(weights, `${name}.bn`, output.channels, { affine: true, reluAfter: true });
  const options = {
    stride,
    pad: [samePadding(input.height, height, stride[0]), samePadding(input.width, width, stride[1])],
  } as const;
  return (x, statistics) => {
    const window = reshape(taps.value, [height, width, input.channels, output.channels]);
    return normalise(conv2d(x, window, options), statistics);
  };
}

/** 2x2 maximum pool of stride 2; a row or column left over at the bottom or right is a window of its own. */
function halve(x: Tensor): Tensor {
  const [, height = 0, width = 0] = x.shape;
  const left = [
    [0, height % 2],
    [0, width % 2],
  ] as const;
  return maxPool(x, { size: 2, stride: 2, pad: left });
}

/** Zeros on all sides of the smaller maps, the odd one at the bottom and right; then all channels. */
function joined(maps: readonly Tensor[]): Tensor {
  const [height, width] = [1, 2].map((axis) => Math.max(...maps.map(({ shape }) => shape[axis] ?? 0)));
  return concatChannels(maps.map((x) => padded(x, height ?? 0, width ?? 0)));
}

function padded(x: Tensor, height: number, width: number): Tensor {
  const [rows, columns] = [height - (x.shape[1] ?? 0), width - (x.shape[2] ?? 0)];
  if (rows === 0 && columns === 0) return x;
  const around = (missing: number): [number, number] => [Math.floor(missing / 2), Math.ceil(missing / 2)];
  return pad(x, [[0, 0], around(rows), around(columns), [0, 0]]);
}
