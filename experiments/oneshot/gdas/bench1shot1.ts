/**
 * GDAS on the one-shot model: one operation in each block, drawn by a straight-through Gumbel softmax, and edges by a
 * soft one, all drawn anew in each cell. Hard edges made gradients explode, as automl/nasbench-1shot1@cb0f0ec
 * remarks; soft ones have large gradients still, which are clipped as there. Source: Dong and Yang 2019, section 3.2; Zela et al. 2020, section 4.
 */
import { dispose, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { Parameter } from '../../engine/index.ts';
import { gumbelNoise, gumbelSoftmax, straightThrough } from '../../model/gumbel-weights.ts';
import type { CellWeights } from '../../model/nasbench/bench1shot1-cell.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { Bench1Shot1Shape } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import { type Bench1Shot1Run, bench1shot1Shape } from '../bench1shot1/bench1shot1-run.ts';
import { searchBench1Shot1ByGradient } from '../bench1shot1/gradient-search.ts';
import { RelaxedBench1Shot1 } from '../bench1shot1/relaxed-bench1shot1.ts';
import type { Pass, PassContext } from '../relaxed-network.ts';
import { temperatureAt } from '../temperature.ts';
import type { GdasSettings } from './settings.ts';

/** Fails when no model fits, or the search diverges. */
export function search(
  run: Bench1Shot1Run<GdasSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const shape = bench1shot1Shape(run);
  const build = () => new GdasBench1Shot1(shape, run.settings, run.key);
  return searchBench1Shot1ByGradient(run, shape, build, 'architecture-first', {
    architectureClip: run.settings.gradientClip,
  });
}

/** The random weights of one cell. */
interface CellDraw {
  weights(): CellWeights;
  dispose(): void;
}

class GdasBench1Shot1 extends RelaxedBench1Shot1 {
  readonly #settings: GdasSettings;

  constructor(shape: Bench1Shot1Shape, settings: GdasSettings, key: Key) {
    super(shape, key);
    this.#settings = settings;
  }

  override async pass({ epoch, key }: PassContext): Promise<Pass> {
    // The end would be reached one epoch after the last, as in automl/nasbench-1shot1@cb0f0ec.
    const temperature = temperatureAt(this.#settings, epoch, this.#settings.epochs);
    const values = await this.alphas.mixedOps.download();
    const cells = Array.from({ length: this.shape.layers }, (_, cell) =>
      this.#draw(values, temperature, split(key, cell)),
    );
    return {
      logits: (images) =>
        this.network.logits(images, {
          kind: 'mixed',
          weights: (cell) => {
            const drawn = cells[cell];
            if (!drawn) throw new Error('Internal error: a cell has no draw');
            return drawn.weights();
          },
        }),
      multiplyAdds: this.multiplyAdds,
      dispose: () => {
        for (const cell of cells) cell.dispose();
      },
    };
  }

  #draw(values: Float32Array, temperature: number, key: Key): CellDraw {
    const { mixedOps, output, inputs } = this.alphas;
    const noiseFor = ({ name, value }: Parameter): Float32Array =>
      gumbelNoise(draws(split(key, name)), value.size);
    const hard = straightThrough(mixedOps.value, values, noiseFor(mixedOps), temperature);
    const outputNoise = tensor1d(noiseFor(output));
    const inputNoise = inputs.map((row) => tensor1d(noiseFor(row)));
    const soft = ({ value }: Parameter, noise: Tensor): Tensor => gumbelSoftmax(value, noise, temperature);
    return {
      weights: () => ({
        mixedOps: hard.weights(),
        output: soft(output, outputNoise),
        inputs: inputs.map((row, i) => soft(row, inputNoise[i] as Tensor)),
      }),
      dispose: () => {
        hard.dispose();
        dispose([outputNoise, ...inputNoise]);
      },
    };
  }
}
