/** What the controller is rewarded with. Source: Zoph and Le 2017, sections 4.1 and 4.2. */
import { power } from '../../../schemas/exact-math.ts';
import type { Score } from '../score.ts';

export interface RewardSettings {
  readonly rewardExponent: number;
  readonly rewardScale: number;
}

/**
 * Of the first score: the power of what is good about it (itself where more is better, the share of its worst value that
 * was avoided where there is one, as the accuracy is for an error); where there is no worst value, as for perplexity, a
 * scale over its power.
 */
export function rewardOf(
  { objectives: [{ goal, worst }], values: [value] }: Score,
  { rewardExponent, rewardScale }: RewardSettings,
): number {
  if (goal === 'maximize') return raised(value, rewardExponent);
  if (!Number.isFinite(worst)) return rewardScale / raised(value, rewardExponent);
  return raised(1 - value / worst, rewardExponent);
}

/** The power of the size, with the sign as it was, so that more stays more. */
const raised = (value: number, exponent: number): number =>
  value === 0 ? 0 : Math.sign(value) * power(Math.abs(value), exponent);
