/** Runs a black-box method whose trials are trained from scratch on the training part and scored on the validation part. */
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { TrainingSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { BlackBoxMethod } from '../method/black-box-method.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import { genotypeId } from '../space/darts-cnn/genotype.ts';
import { minibatches, trainNetwork } from '../task/image-classification.ts';
import type { Tally } from '../task/tally.ts';

/** @param trials how many the method will ask for, for progress */
export async function searchByTraining(
  run: SearchRun<TrainingSettings>,
  method: BlackBoxMethod<CnnGenotype>,
  trials: number,
): Promise<Result<SearchOutcome, JobFailure>> {
  const { settings, train, validation, observer } = run;
  const total = trials * minibatches(settings, train, validation);
  const tallies = new Map<number, Tally>();
  let [done, multiplyAdds] = [0, 0];
  for (let trial = method.ask(); trial; trial = method.ask()) {
    const { number, architecture } = trial;
    const trained = await trainNetwork({
      genotype: architecture,
      settings,
      traits: run.traits,
      train,
      measured: validation,
      key: split(run.key, 'training', number),
      onEpoch: (epoch) => observer.line({ phase: 'train', trial: number, ...epoch }),
      onMinibatch: () => {
        done += 1;
        observer.progress(done, total);
      },
    });
    if (!trained.ok) return trained;
    const { network, measured } = trained.value;
    network.dispose();
    multiplyAdds += trained.value.multiplyAdds;
    tallies.set(number, measured);
    method.tell(trial, measured);
    const { errorPercent } = measured;
    observer.line({ phase: 'score', trial: number, architecture: genotypeId(architecture), errorPercent });
    observer.progress(done, total, { name: 'validation.errorPercent', value: errorPercent });
  }
  const best = method.best();
  const validated = best && tallies.get(best.number);
  if (!validated) throw new Error('Internal error: the method ended without a trial');
  return ok({
    genotype: best.architecture,
    validation: validated,
    cost: { multiplyAdds, architectures: tallies.size },
  });
}
