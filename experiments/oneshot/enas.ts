/**
 * ENAS on the one-shot model: an epoch of weights with an architecture of the controller for each minibatch, then steps
 * of the controller, each rewarded by the accuracy on one validation minibatch; after each epoch samples are scored on
 * one minibatch each, the best of them on the whole validation part. The rate of the weights falls with each epoch.
 * Source: Pham et al. 2018, section 2.2; Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec, whose
 * validation images are CIFAR-10's test images: here they are the validation part, as the paper says.
 */

import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { count, notNegative, number, positive, type SettingsOf, withDefault } from '../../schemas/setting.ts';
import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import { bench1shot1Problem } from '../space/nasbench1shot1/bench1shot1-counts.ts';
import { type Bench1Shot1Cell, toSpec } from '../space/nasbench1shot1/cell.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import { stepsPerEpoch } from '../task/gradient-training.ts';
import type { SearchOutcome } from '../task/image-classification/search-run.ts';
import { defineWeightSharing } from '../task/weight-sharing-module.ts';
import { epochLine } from './epoch-line.ts';
import { imageSearchExample, scoring, sharedWeights, tinyImageSearch } from './settings.ts';

const settings = {
  ...sharedWeights,
  weightDecay: withDefault(sharedWeights.weightDecay, 0.0001),
  controllerSteps: count('Controller steps', 'Steps of the controller after each epoch.', { default: 300 }),
  controllerLearningRate: positive('Controller learning rate', 'Step size of Adam on the controller.', {
    default: 0.00035,
  }),
  entropyWeight: notNegative('Entropy weight', "Weight of the policy's entropy in the reward.", {
    default: 0.0001,
  }),
  evaluated: withDefault(scoring.evaluated, 1000),
  rescored: withDefault(scoring.rescored, 5),
  trainPortion: number(
    'Training portion',
    'Part of the training images that trains the shared weights, in place of the portion of the task; the rest rewards the controller and scores architectures.',
    { exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.9 },
  ),
  imageStd: Type.Array(positive('Deviation', 'Of one channel, as a share of full intensity.'), {
    title: 'Image deviation',
    description:
      'Standard deviation of each channel by which images are divided, in place of that of the data set; without any, that of the data set.',
    default: [],
    'x-expected': 'a list of numbers above 0, one for each channel',
    examples: [[0.2023, 0.1994, 0.201]],
  }),
};

export type EnasSettings = SettingsOf<typeof settings>;

const inThisFile = async () => ({ search });

export const method = defineWeightSharing({
  kind: 'enas',
  description:
    'ENAS on the spaces of NAS-Bench-1Shot1: a recurrent controller draws the architectures, and is trained by REINFORCE on what the shared weights make of them.',
  source: 'Pham et al. 2018, section 2.2',
  tasks: {
    'image-classification': {
      settings,
      searches: {
        'nasbench1shot1-1': inThisFile,
        'nasbench1shot1-2': inThisFile,
        'nasbench1shot1-3': inThisFile,
      },
      example: { ...imageSearchExample, layers: 9 },
      tiny: {
        enas: {
          ...{ ...tinyImageSearch, epochs: 1, initialChannels: 4 },
          ...{ controllerSteps: 2, evaluated: 3, rescored: 1 },
        },
      },
    },
  },
});

import {
  type Bench1Shot1Run,
  bench1shot1Shape,
  describeCell,
  type TrainedBench1Shot1,
} from './bench1shot1/bench1shot1-run.ts';
import { Bench1Shot1Controller } from './bench1shot1/controller/bench1shot1-controller.ts';
import { type Candidate, SharedWeights, scoringMinibatches } from './bench1shot1/shared-weights.ts';

/** Fails when no model fits, or training diverges. */
export async function search(
  given: Bench1Shot1Run<EnasSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const { settings, spaceNumber } = given;
  const { imageStd } = settings;
  const { channels } = given.traits;
  if (imageStd.length > 0 && imageStd.length !== channels) {
    const message = `imageStd has ${imageStd.length} numbers, and the images have ${channels} channels`;
    return fail({ reason: 'job-refused', message, hint: 'Give one number for each channel, or none' });
  }
  const traits = imageStd.length > 0 ? { ...given.traits, std: imageStd } : given.traits;
  const run = { ...given, traits };
  const shape = bench1shot1Shape(run);
  const problem = bench1shot1Problem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const shared = new SharedWeights(run, shape, { inactiveOperations: 'skip', total: minibatchesOf(run) });
  const enas = new EnasSearch(run, shared);
  const model: TrainedBench1Shot1 = { network: shared.network, shape, form: 'plain', traits };
  let best: Candidate | undefined;
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const done = await enas.epoch(epoch);
      if (!done.ok) return done;
      best = done.value;
      await run.onEpoch?.(model, epoch + 1);
    }
    if (!best) return fail({ reason: 'job-refused', message: 'The search has no epoch' });
    await run.onTrained?.(model);
    return ok({
      architecture: toSpec(spaceNumber, best.cell),
      validation: best.tally,
      cost: { multiplyAdds: shared.multiplyAdds, architectures: architecturesOf(settings) },
    });
  } finally {
    shared.dispose();
  }
}

class EnasSearch {
  readonly #run: Bench1Shot1Run<EnasSettings>;
  readonly #shared: SharedWeights;
  readonly #controller: Bench1Shot1Controller;

  constructor(run: Bench1Shot1Run<EnasSettings>, shared: SharedWeights) {
    this.#run = run;
    this.#shared = shared;
    this.#controller = new Bench1Shot1Controller(run.spaceNumber, run.settings, split(run.key, 'controller'));
  }

  async epoch(epoch: number): Promise<Result<Candidate, JobFailure>> {
    const { settings, spaceNumber, observer } = this.#run;
    const trained = await this.#shared.trainEpoch(epoch, this.#sampler('paths', epoch));
    if (!trained.ok) return trained;
    const entropy = await this.#trainController(epoch);
    const best = await this.#shared.best(this.#sampler('candidates', epoch), scoringOf(settings));
    const spec = toSpec(spaceNumber, best.cell);
    const state = { controller: { baseline: this.#controller.baseline, entropy } };
    observer.line(epochLine(trained.value, best.tally, describeCell(this.#run, spec, state)));
    return ok(best);
  }

  /** @returns mean entropy of the sequences that were sampled; 0 without a step */
  async #trainController(epoch: number): Promise<number> {
    const { controllerSteps } = this.#run.settings;
    const source = draws(split(this.#run.key, 'rewarded', epoch));
    let entropy = 0;
    for (let i = 0; i < controllerSteps; i += 1) {
      const sample = await this.#controller.step(source, async (cell) => {
        const tally = await this.#shared.scoreOne(cell, 1);
        return 100 - tally.errorPercent;
      });
      entropy += sample.entropy / controllerSteps;
    }
    return entropy;
  }

  #sampler(name: string, epoch: number): () => Bench1Shot1Cell {
    const source = draws(split(this.#run.key, name, epoch));
    return () => this.#controller.sample(source).cell;
  }
}

const scoringOf = ({ evaluated, rescored }: EnasSettings) => ({ evaluated, rescored, scoringBatches: 1 });

const architecturesOf = ({ epochs, controllerSteps, evaluated }: EnasSettings): number =>
  epochs * (controllerSteps + evaluated);

function minibatchesOf(run: Bench1Shot1Run<EnasSettings>): number {
  const { epochs, batchSize, controllerSteps } = run.settings;
  const perEpoch = stepsPerEpoch(run.train, batchSize) + scoringMinibatches(run, scoringOf(run.settings));
  return epochs * (perEpoch + controllerSteps);
}
