/**
 * SNAS: the operations of every edge are mixed by Gumbel-softmax weights drawn at every step, and architecture and
 * weights descend together along the training loss, on all training images. Cells may keep `none`. Drop path falls on
 * whole edges, as often in every epoch. What cells cost may be a part of what the architecture descends.
 * Source: Xie, Zheng, Liu and Lin, "SNAS: Stochastic Neural Architecture Search", ICLR 2019, and
 * SNAS-Series/SNAS-Series@9a43adb.
 */
import { add, mul, sub, sum, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import {
  choice,
  notNegative,
  positive,
  probability,
  type SettingsOf,
  withDefault,
} from '../../schemas/setting.ts';
import { gumbelNoise, gumbelSoftmax } from '../model/gumbel-weights.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { countSuperNet } from '../space/darts-cnn/counts.ts';
import { discretise } from '../space/darts-cnn/discretise.ts';
import { type CellKind, cellKinds } from '../space/darts-cnn/genotype.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import type { SearchOutcome, SearchRun } from '../task/image-classification/search-run.ts';
import type { Measurement } from '../task/tally.ts';
import { defineWeightSharing } from '../task/weight-sharing-module.ts';
import { allImages } from './all-images.ts';
import { AlphaNetwork } from './alpha-network.ts';
import { alphaShape } from './architecture-parameters.ts';
import { searchGenotypesOn } from './genotype-search.ts';
import type { Pass, PassContext } from './relaxed-network.ts';
import { resourcePenalty } from './resource-penalty.ts';
import {
  architectureSteps,
  imageSearchExample,
  sharedWeights,
  temperatures,
  tinyArchitectureSteps,
} from './settings.ts';
import { temperatureAt } from './temperature.ts';

const settings = {
  ...sharedWeights,
  ...architectureSteps,
  temperatureStart: withDefault(temperatures.temperatureStart, 1),
  temperatureEnd: withDefault(temperatures.temperatureEnd, 0.03),
  dropPath: probability('Drop path', 'Drop-path probability, the same in every epoch.', { default: 0 }),
  images: choice(
    'Images',
    '`all` trains on the validation images too, as in the paper, so that the search measures nothing.',
    ['all', 'training-part'],
  ),
  architectureOptimizer: choice(
    'Architecture optimizer',
    '`sgd`: plain gradient descent, as the released code on one GPU; `adam`: as on several.',
    ['sgd', 'adam'],
  ),
  architectureGradientClip: positive(
    'Architecture gradient clip',
    'Largest global L2 norm of the gradient by the architecture.',
    { default: 10 },
  ),
  resourcePenalty: notNegative(
    'Resource penalty',
    'Weight of what the drawn operations cost: per edge the mean logarithm of parameters, operations and memory traffic.',
    { default: 0, source: 'Xie et al. 2019, section 2.4' },
  ),
};

export type SnasSettings = SettingsOf<typeof settings>;

export const method = defineWeightSharing({
  kind: 'snas',
  description:
    'SNAS: soft Gumbel weights, trained together with the network on all training images of the search.',
  source: 'Xie et al. 2019, section 2',
  tasks: {
    'image-classification': {
      settings,
      searches: { 'darts-cnn': async () => ({ search }) },
      measuresNothing: { images: 'all' },
      example: { ...imageSearchExample, epochs: 150, dropPath: 0.3, resourcePenalty: 0.0015 },
      tiny: {
        snas: { ...tinyArchitectureSteps, dropPath: 0.1, images: 'training-part', resourcePenalty: 0.01 },
      },
    },
  },
});

/** Logarithms of the operations' weights, as SNAS-Series/SNAS-Series@9a43adb starts them. */
const nearOne = { mean: 1, deviation: 0.01 } as const;

/** Fails when no network fits the images, or the search diverges. */
export function search(
  run: SearchRun<SnasSettings>,
): Promise<Result<SearchOutcome<CnnGenotype, Measurement | null>, JobFailure>> {
  const { images, architectureGradientClip: architectureClip, architectureOptimizer } = run.settings;
  const isAll = images === 'all';
  return searchGenotypesOn(
    isAll ? { ...run, train: allImages(run) } : run,
    (shape) => new SnasNetwork(shape, run.settings, run.key),
    { iteration: 'together', measures: !isAll, optimizer: { architectureClip, architectureOptimizer } },
  );
}

class SnasNetwork extends AlphaNetwork {
  readonly #settings: SnasSettings;

  constructor(shape: NetworkShape, settings: SnasSettings, key: Key) {
    super(shape, key, {
      start: nearOne,
      discretise: (normal, reduce) => discretise(normal, reduce, 'with-none'),
    });
    this.#settings = settings;
  }

  override async pass({ epoch, key }: PassContext): Promise<Pass> {
    const { epochs, dropPath: probability, resourcePenalty: strength } = this.#settings;
    // The end is reached one epoch after the last, as in SNAS-Series/SNAS-Series@9a43adb.
    const temperature = temperatureAt(this.#settings, epoch, epochs);
    const noise = { normal: noiseFrom(split(key, 'normal')), reduce: noiseFrom(split(key, 'reduce')) };
    const weigh = (kind: CellKind): Tensor =>
      gumbelSoftmax(this.alphas[kind].value, noise[kind], temperature);
    const penalty = strength > 0 ? await this.#penalty(weigh, strength) : null;
    return {
      ...(penalty ? { penalty: () => penalty.term() } : {}),
      logits: (images) => {
        const mode = {
          kind: 'mixed',
          normal: weigh('normal'),
          reduce: weigh('reduce'),
          dropPath: { probability, key: split(key, 'drop-path') },
        } as const;
        return this.net.logits(images, mode, 'batch');
      },
      multiplyAdds: countSuperNet(this.shape).multiplyAdds,
      dispose: () => {
        noise.normal.dispose();
        noise.reduce.dispose();
        penalty?.dispose();
      },
    };
  }

  /** The slopes of the penalty at the weights drawn, as a term that is 0 and has these slopes. */
  async #penalty(weigh: (kind: CellKind) => Tensor, strength: number) {
    const drawn = { normal: tidy(() => weigh('normal')), reduce: tidy(() => weigh('reduce')) };
    const values = { normal: await valuesOf(drawn.normal), reduce: await valuesOf(drawn.reduce) };
    const { slopes } = resourcePenalty(this.shape, values);
    const scaled = (kind: CellKind): Tensor =>
      tensor2d(
        slopes[kind].map((slope) => strength * slope),
        [...alphaShape],
      );
    const held = { normal: scaled('normal'), reduce: scaled('reduce') };
    const term = (kind: CellKind): Tensor => sum(mul(sub(weigh(kind), drawn[kind]), held[kind]));
    return {
      term: (): Tensor => add(term('normal'), term('reduce')),
      dispose: () => {
        for (const kind of cellKinds) {
          drawn[kind].dispose();
          held[kind].dispose();
        }
      },
    };
  }
}

const valuesOf = async (tensor: Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

function noiseFrom(key: Key): Tensor {
  const [rows, columns] = alphaShape;
  return tensor2d(gumbelNoise(draws(key), rows * columns), [rows, columns]);
}
