/**
 * GDAS: every step runs one operation on every edge, drawn by a straight-through Gumbel softmax; the weights step first,
 * and each step has a draw of its own. The operations are those of DARTS with plain pools, and a normalisation and ReLU
 * precede the last pooling. D-X-Y/AutoDL-Projects@f46486e has them in another order, and biases where a normalisation
 * by the minibatch takes them out again. Source: Dong and Yang, "Searching for a Robust Neural Architecture in Four GPU
 * Hours", CVPR 2019, and that code.
 */
import { ones, type Tensor } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import { gumbelNoise, type StraightThrough, straightThrough } from '../../model/gumbel-weights.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { countSuperNetPath } from '../../space/darts-cnn/counts.ts';
import { discretisePairs } from '../../space/darts-cnn/discretise.ts';
import { type CellEdges, type CellKind, genotypeOf } from '../../space/darts-cnn/genotype.ts';
import type { NetworkShape } from '../../space/darts-cnn/layout.ts';
import { edges, operations } from '../../space/darts-cnn/operations.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { AlphaNetwork } from '../alpha-network.ts';
import { alphaShape, edgeSoftmax, type KindValues, nearZero } from '../architecture-parameters.ts';
import { searchGenotypes } from '../genotype-search.ts';
import type { Pass, PassContext } from '../relaxed-network.ts';
import { temperatureAt } from '../temperature.ts';
import type { GdasSettings } from './settings.ts';

/** Fails when no network fits the images, or the search diverges. */
export const search = (
  run: SearchRun<GdasSettings>,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> =>
  searchGenotypes(run, (shape) => new GdasNetwork(shape, run.settings, run.key), 'weights-first');

class GdasNetwork extends AlphaNetwork {
  readonly #settings: GdasSettings;

  constructor(shape: NetworkShape, settings: GdasSettings, key: Key) {
    super(shape, key, {
      ...{ start: nearZero, discretise: discretisePairs },
      net: { normalisedPools: false, lastNormalisation: true },
    });
    this.#settings = settings;
  }

  override async pass({ epoch, key }: PassContext): Promise<Pass> {
    const temperature = temperatureAt(this.#settings, epoch, this.#settings.epochs - 1);
    const values = await this.alphas.download();
    const draw = (kind: CellKind): StraightThrough => {
      const noise = gumbelNoise(draws(split(key, kind)), values[kind].length);
      return straightThrough(this.alphas[kind].value, values[kind], noise, temperature);
    };
    const [normal, reduce] = [draw('normal'), draw('reduce')];
    return {
      logits: (images) => {
        const mode = {
          kind: 'sampled',
          normal: { operations: normal.choices, weights: normal.weights() },
          reduce: { operations: reduce.choices, weights: reduce.weights() },
        } as const;
        return this.net.logits(images, mode, 'batch');
      },
      multiplyAdds: this.#multiplyAdds(normal.choices, reduce.choices),
      dispose: () => {
        normal.dispose();
        reduce.dispose();
      },
    };
  }

  /** The most probable operation of every edge. */
  override async whole(): Promise<Pass> {
    const values = await this.alphas.download();
    const [normal, reduce] = [mostProbable(values, 'normal'), mostProbable(values, 'reduce')];
    return {
      logits: (images) => {
        const weights: Tensor = ones([...alphaShape]);
        const mode = {
          kind: 'sampled',
          normal: { operations: normal, weights },
          reduce: { operations: reduce, weights },
        } as const;
        return this.net.logits(images, mode, 'batch');
      },
      multiplyAdds: this.#multiplyAdds(normal, reduce),
      dispose: () => {},
    };
  }

  #multiplyAdds(normal: readonly number[], reduce: readonly number[]): number {
    return countSuperNetPath(genotypeOf(withSources(normal), withSources(reduce)), this.shape).multiplyAdds;
  }
}

const mostProbable = (values: KindValues, kind: CellKind): number[] =>
  edgeSoftmax(values[kind]).map((row) => row.indexOf(Math.max(...row)));

/** One operation for each of the fourteen edges. */
const withSources = (choices: readonly number[]): CellEdges =>
  edges.map(({ source }, edge) => [operations[choices[edge] ?? 0] ?? 'none', source]);
