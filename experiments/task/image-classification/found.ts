/** From what a search found to what its job hands on. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Found } from '../found.ts';
import { splitMetrics } from '../measured.ts';
import type { Measurement } from '../tally.ts';
import type { ImageRun } from './run.ts';
import type { SearchOutcome } from './search-run.ts';
import type { NetworkSettings } from './settings.ts';

/** @param network whose size the model metrics tell */
export function foundImages(
  { architecture: genotype, validation, cost }: SearchOutcome<unknown, Measurement | null>,
  { space, networks, traits }: Pick<ImageRun, 'space' | 'networks' | 'traits'>,
  network: NetworkSettings,
): Result<Found, JobFailure> {
  const measured = validation ? splitMetrics('validation', validation) : ok({});
  if (!measured.ok) return measured;
  const metrics: JobMetrics = { ...measured.value, model: networks.model(genotype, traits, network), cost };
  return ok({ architecture: { space: space.name, id: space.genotypeId(genotype), genotype }, metrics });
}
