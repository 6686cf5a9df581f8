/** What the trajectory of a search that trains shared weights says after each epoch. */
import type { JsonObject } from '../../schemas/json.ts';
import type { EpochSummary } from '../task/gradient-training.ts';
import type { Tally } from '../task/tally.ts';

/**
 * @param validation as the method measures after an epoch; null where it measures nothing
 * @param found what the search would give back now, and the state of what chooses architectures
 */
export const epochLine = (
  summary: EpochSummary,
  validation: Tally | null,
  found: JsonObject,
): JsonObject => ({
  phase: 'search',
  ...summary,
  ...(validation ? { validationErrorPercent: validation.errorPercent } : {}),
  // JSON has no word for a loss that overflowed.
  ...(validation && Number.isFinite(validation.loss) ? { validationLoss: validation.loss } : {}),
  ...found,
});
