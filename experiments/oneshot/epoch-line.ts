/** What the trajectory of a search that trains shared weights says after each epoch. */
import type { JsonObject } from '../../schemas/json.ts';
import type { EpochSummary } from '../task/gradient-training.ts';
import type { Tally } from '../task/tally.ts';

/**
 * @param validation as the method measures after an epoch
 * @param found what the search would give back now, and the state of what chooses architectures
 */
export const epochLine = (
  summary: EpochSummary,
  { errorPercent, loss }: Tally,
  found: JsonObject,
): JsonObject => ({
  phase: 'search',
  ...summary,
  validationErrorPercent: errorPercent,
  // JSON has no word for a loss that overflowed.
  ...(Number.isFinite(loss) ? { validationLoss: loss } : {}),
  ...found,
});
