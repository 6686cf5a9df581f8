/** A cursor over the random numbers of one key. Local to its consumer; two cursors of one key draw the same. */
import { cosTurns, log } from '../../schemas/exact-math.ts';
import type { Key } from './key.ts';
import { philox } from './philox.ts';

const two32 = 2 ** 32;
const two53 = 2 ** 53;

export class Draws {
  readonly #key: Key;
  readonly #block = new Uint32Array(4);
  #blockNumber = 0;
  #used = 4;

  constructor(key: Key) {
    this.#key = key;
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    if (this.#used === 4) this.#refill();
    const word = this.#block[this.#used] ?? 0;
    this.#used += 1;
    return word;
  }

  /** A uniform multiple of 2^-53 in [0, 1). */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / two53;
  }

  /** A uniform integer in [0, n), without bias. @throws TypeError unless n is an integer in [1, 2^32]. */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > two32) {
      throw new TypeError(`Expected \`n\` to be an integer in [1, 2^32], got \`${n}\``);
    }
    // Words past the largest multiple of n would favour the small remainders.
    const limit = two32 - (two32 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }

  /** A standard normal number, by the transform of Box and Muller (1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    return radius * cosTurns(this.uniform());
  }

  /** Shuffles in place (Fisher and Yates, from the back) and returns the same array. */
  shuffle<T extends { length: number; [i: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  /** The integers [0, n) in random order. */
  permutation(n: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
  }

  /** One of the items. @throws TypeError for an empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  #refill(): void {
    const [k0, k1, c2, c3] = this.#key.words;
    philox([this.#blockNumber >>> 0, Math.floor(this.#blockNumber / two32), c2, c3], [k0, k1], this.#block);
    this.#blockNumber += 1;
    this.#used = 0;
  }
}

export const draws = (key: Key): Draws => new Draws(key);
