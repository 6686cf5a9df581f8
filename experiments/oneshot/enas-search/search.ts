/**
 * ENAS: an epoch of the shared weights with one architecture of the controller for each minibatch, then steps of the controller,
 * each architecture rewarded by its accuracy on one validation minibatch; then some architectures are drawn and scored on one
 * minibatch each. The best of those of the last epoch is found, and measured on the whole validation part.
 * Source: Pham et al. 2018, section 2.2; melodyguan/enas@4bcfd73.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import type { EpochSummary } from '../../task/gradient-training.ts';
import { compareImageNetworks } from '../../task/image-classification/scores.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import type { Measurement } from '../../task/tally.ts';
import type { Controller } from './controller.ts';
import { Policy } from './policy.ts';
import type { EnasSettings } from './settings.ts';
import { minibatchesOf, SharedChildren, type SharedNetwork } from './shared-children.ts';

export interface EnasParts<A> {
  readonly network: SharedNetwork<A>;
  readonly controller: Controller<A>;
  /** Of the controller's penalty in its loss. */
  readonly penaltyWeight: number;
  readonly auxiliaryWeight: number;
  id(architecture: A): string;
}

/** Fails when training diverges. Disposes the network. */
export async function searchByController<A>(
  run: SearchRun<EnasSettings>,
  parts: EnasParts<A>,
): Promise<Result<SearchOutcome<A>, JobFailure>> {
  const { auxiliaryWeight, network } = parts;
  const children = new SharedChildren(run, network, { auxiliaryWeight, total: minibatchesOf(run) });
  try {
    const best = await new EnasSearch(run, parts, children).run();
    if (!best.ok) return best;
    const validation = await children.whole(best.value);
    const { epochs, controllerSteps, controllerBatch, derived } = run.settings;
    return ok({
      ...{ architecture: best.value, validation: validation.measurement },
      cost: {
        multiplyAdds: children.multiplyAdds,
        architectures: epochs * (controllerSteps * controllerBatch + derived),
      },
    });
  } finally {
    children.dispose();
    network.dispose();
  }
}

interface Scored<A> {
  readonly architecture: A;
  readonly tally: Measurement;
}

class EnasSearch<A> {
  readonly #run: SearchRun<EnasSettings>;
  readonly #parts: EnasParts<A>;
  readonly #children: SharedChildren<A>;
  readonly #policy: Policy<A>;

  constructor(run: SearchRun<EnasSettings>, parts: EnasParts<A>, children: SharedChildren<A>) {
    this.#run = run;
    this.#parts = parts;
    this.#children = children;
    this.#policy = new Policy(parts.controller, { ...run.settings, penaltyWeight: parts.penaltyWeight });
  }

  async run(): Promise<Result<A, JobFailure>> {
    let scored: readonly Scored<A>[] = [];
    for (let epoch = 0; epoch < this.#run.settings.epochs; epoch += 1) {
      const sampler = this.#policy.sampler(split(this.#run.key, 'paths', epoch));
      const trained = await this.#children.trainEpoch(epoch, sampler);
      if (!trained.ok) return trained;
      const entropy = await this.#trainController(epoch);
      scored = await this.#derive(epoch);
      this.#run.observer.line(this.#line(trained.value, scored, entropy));
    }
    const best = bestOf(scored);
    if (!best)
      throw new Error('Internal error: a search without an epoch, or without an architecture of one');
    return ok(best.architecture);
  }

  /** @returns mean entropy of what was drawn; 0 without a step */
  async #trainController(epoch: number): Promise<number> {
    const { controllerSteps } = this.#run.settings;
    const source = draws(split(this.#run.key, 'rewarded', epoch));
    let entropy = 0;
    for (let i = 0; i < controllerSteps; i += 1) {
      const drawn = await this.#policy.step(source, async (architecture) => {
        const { errorPercent } = await this.#children.score(architecture);
        return 1 - errorPercent / 100;
      });
      entropy += drawn / controllerSteps;
    }
    return entropy;
  }

  async #derive(epoch: number): Promise<readonly Scored<A>[]> {
    const sample = this.#policy.sampler(split(this.#run.key, 'derived', epoch));
    const scored: Scored<A>[] = [];
    while (scored.length < this.#run.settings.derived) {
      const architecture = sample();
      scored.push({ architecture, tally: (await this.#children.score(architecture)).measurement });
    }
    return scored;
  }

  /** The validation of an epoch is the mean over the architectures that were drawn after it. */
  #line(summary: EpochSummary, scored: readonly Scored<A>[], entropy: number): JsonObject {
    const mean = (of: (tally: Measurement) => number): number =>
      scored.reduce((sum, { tally }) => sum + of(tally), 0) / scored.length;
    const validationLoss = mean(({ loss }) => loss);
    const best = bestOf(scored);
    return {
      phase: 'search',
      ...summary,
      validationErrorPercent: mean(({ errorPercent }) => errorPercent),
      // JSON has no word for a loss that overflowed.
      ...(Number.isFinite(validationLoss) ? { validationLoss } : {}),
      ...(best ? { architecture: this.#parts.id(best.architecture) } : {}),
      controller: { baseline: this.#policy.baseline, entropy },
    };
  }
}

const bestOf = <A>(scored: readonly Scored<A>[]): Scored<A> | undefined =>
  [...scored].sort((a, b) => compareImageNetworks(a.tally, b.tally))[0];
