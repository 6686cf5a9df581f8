/**
 * SNAS: the operations of every edge are mixed by Gumbel-softmax weights drawn at every step, and architecture and
 * weights descend together along the training loss. Cells may keep `none`. Drop path falls on whole edges. The optional
 * penalty on resources is left out.
 * Source: Xie, Zheng, Liu and Lin, "SNAS: Stochastic Neural Architecture Search", ICLR 2019, and
 * SNAS-Series/SNAS-Series@9a43adb.
 */
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import { type SettingsOf, withDefault } from '../../schemas/setting.ts';
import { dropPathAt } from '../model/drop-path.ts';
import { gumbelNoise, gumbelSoftmax } from '../model/gumbel-weights.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { countSuperNet } from '../space/darts-cnn/counts.ts';
import { discretise } from '../space/darts-cnn/discretise.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import type { SearchOutcome, SearchRun } from '../task/image-classification/search-run.ts';
import { dropPath } from '../task/image-classification/settings.ts';
import { defineWeightSharing } from '../task/weight-sharing-module.ts';
import { AlphaNetwork } from './alpha-network.ts';
import { alphaShape } from './architecture-parameters.ts';
import { searchGenotypes } from './genotype-search.ts';
import type { Pass, PassContext } from './relaxed-network.ts';
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
  dropPath,
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
      example: { ...imageSearchExample, epochs: 150, dropPath: 0.3 },
      tiny: { snas: { ...tinyArchitectureSteps, dropPath: 0.1 } },
    },
  },
});

/** Logarithms of the operations' weights, as SNAS-Series/SNAS-Series@9a43adb starts them. */
const nearOne = { mean: 1, deviation: 0.01 } as const;

/** Fails when no network fits the images, or the search diverges. */
export const search = (
  run: SearchRun<SnasSettings>,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> =>
  searchGenotypes(run, (shape) => new SnasNetwork(shape, run.settings, run.key), 'together');

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
    const { epochs, dropPath } = this.#settings;
    // The end is reached one epoch after the last, as in SNAS-Series/SNAS-Series@9a43adb.
    const temperature = temperatureAt(this.#settings, epoch, epochs);
    const noise = { normal: noiseFrom(split(key, 'normal')), reduce: noiseFrom(split(key, 'reduce')) };
    const weigh = (kind: 'normal' | 'reduce'): Tensor =>
      gumbelSoftmax(this.alphas[kind].value, noise[kind], temperature);
    return {
      logits: (images) => {
        const probability = dropPathAt(dropPath, epoch, epochs);
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
      },
    };
  }
}

function noiseFrom(key: Key): Tensor {
  const [rows, columns] = alphaShape;
  return tensor2d(gumbelNoise(draws(key), rows * columns), [rows, columns]);
}
