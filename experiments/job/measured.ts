/** From tallies to the metrics of a job. */
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { NetworkSettings } from '../../schemas/manifest.ts';
import type { JobMetrics, ModelMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import { countNetwork } from '../space/darts-cnn/counts.ts';
import { networkShape } from '../task/image-classification.ts';
import type { Tally } from '../task/tally.ts';

/** The part of `metrics.json` that names its split. Fails when the loss is no number, which no report can show. */
export function splitMetrics(
  split: 'validation' | 'test',
  { examples, errorPercent, loss }: Tally,
): Result<Pick<JobMetrics, 'validation' | 'test'>, JobFailure> {
  if (!Number.isFinite(loss)) {
    const message = `The ${split} loss of the trained network is not a number`;
    return fail({ reason: 'job-refused', message, hint: 'Lower learningRate or gradientClip' });
  }
  const measured = { examples, errorPercent, loss };
  return ok(
    split === 'validation' ? { validation: { split, ...measured } } : { test: { split, ...measured } },
  );
}

export function modelMetrics(
  genotype: CnnGenotype,
  traits: ImageTraits,
  settings: NetworkSettings,
): ModelMetrics {
  const { parameters, multiplyAdds } = countNetwork(genotype, networkShape(traits, settings));
  return { parameters, multiplyAdds };
}
