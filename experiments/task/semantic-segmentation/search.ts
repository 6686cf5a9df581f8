/** Searches for networks that segment images. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { startEngine } from '../../engine/index.ts';
import type { Found } from '../found.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { type FormSearches, searchByForm } from '../search-by-form.ts';
import { directFormIn, type SegmentationSearch, sharedFormIn } from './forms.ts';
import { openSegmentation } from './open.ts';
import type { SegmentationRun } from './run.ts';
import { segmentationScore } from './scores.ts';
import { widths } from './settings.ts';
import { searchSegmentationTrials } from './trials.ts';

export async function searchSegmentation(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const opened = await openSegmentation(job);
  if (!opened.ok) return opened;
  const { settings, space, key, observer, engine } = job;
  const run: SegmentationRun = { ...opened.value, settings, space, key, observer, engine };
  return searchByForm(job.method, run, formsOf(job));
}

async function shareWeights(
  { search }: SegmentationSearch,
  run: SegmentationRun,
): Promise<Result<Found, JobFailure>> {
  const { settings, space, networks, image, set, halves, key, observer } = run;
  // The size of the found network with as many filters as the search has.
  const read = readSettings('method', { filters: widths.filters }, settings);
  if (!read.ok) return read;
  await startEngine(run.engine);
  const outcome = await search({ settings, traits: set.traits, ...halves, key, observer });
  if (!outcome.ok) return outcome;
  const { architecture: genotype, validation, cost } = outcome.value;
  const measured = segmentationScore('validation', validation);
  if (!measured.ok) return measured;
  const model = networks.model(genotype, image, { ...usualWidths, ...read.value });
  return ok({
    architecture: { space: space.name, id: space.genotypeId(genotype), genotype },
    metrics: { ...measured.value, model, cost },
  });
}

/** Of the published networks. */
const usualWidths = { stemChannels: 64, headChannels: 256 };

const formsOf = (job: SearchJob): FormSearches<SegmentationRun, SegmentationSearch> => ({
  proposeTrials: (method, run) => searchSegmentationTrials(method, job, run),
  shareWeights,
  sharedForm: sharedFormIn,
  directForm: directFormIn,
});
