/** Draws by weights that may be larger than any number of the language. */
import type { Draws } from '../../rng/draws.ts';

/** The number of one of some weights, with the chance that its weight has in their sum, without bias. */
export function drawWeighted(weights: readonly bigint[], draws: Draws): number {
  let rest = belowLarge(
    weights.reduce((sum, weight) => sum + weight, 0n),
    draws,
  );
  for (const [i, weight] of weights.entries()) {
    if (rest < weight) return i;
    rest -= weight;
  }
  throw new Error('Internal error: expected a weight above 0');
}

/** A uniform integer in [0, n). */
function belowLarge(n: bigint, draws: Draws): bigint {
  if (n <= 2n ** 32n) return BigInt(draws.below(Number(n)));
  const bits = n.toString(2).length;
  for (;;) {
    let value = 0n;
    for (let have = 0; have < bits; have += 32) value = (value << 32n) | BigInt(draws.uint32());
    value &= (1n << BigInt(bits)) - 1n;
    if (value < n) return value;
  }
}
