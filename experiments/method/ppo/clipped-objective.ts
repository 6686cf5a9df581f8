/**
 * The clipped surrogate of proximal policy optimisation: the mean of min(r A, clip(r, 1 - e, 1 + e) A) over samples, r
 * being how much more likely the policy makes a sample than the one that drew it.
 * Source: Schulman et al. 2017, equation 7.
 */
import { exp } from '../../../schemas/exact-math.ts';

export interface PolicySample {
  readonly logProbability: number;
  /** Of the policy that drew it. */
  readonly oldLogProbability: number;
  readonly advantage: number;
}

export interface ClippedObjective {
  readonly objective: number;
  /** Of each log-probability. */
  readonly gradient: readonly number[];
}

/** @param clip e, in (0, 1) */
export function clippedObjective(samples: readonly PolicySample[], clip: number): ClippedObjective {
  const terms = samples.map(({ logProbability, oldLogProbability, advantage }) => {
    const ratio = exp(logProbability - oldLogProbability);
    const free = ratio * advantage;
    const clipped = Math.min(Math.max(ratio, 1 - clip), 1 + clip) * advantage;
    // The clipped side is flat.
    return free <= clipped ? { value: free, slope: free } : { value: clipped, slope: 0 };
  });
  return {
    objective: terms.reduce((sum, { value }) => sum + value, 0) / samples.length,
    gradient: terms.map(({ slope }) => slope / samples.length),
  };
}
