/**
 * The random numbers of `numpy.random.RandomState` (Mersenne Twister 19937), for replaying published experiments
 * whose architectures came from it. Nothing else uses it: new code splits keys (key.ts).
 * Source: Matsumoto and Nishimura, ACM TOMACS 8 (1998); the bounded integers and permutations are numpy's legacy ones.
 */

const size = 624;
const shift = 397;

export class NumpyRandomState {
  readonly #state = new Uint32Array(size);
  #position = size;

  /** @param seed an integer in [0, 2^32 - 1], as given to `numpy.random.seed` */
  constructor(seed: number) {
    let previous = seed >>> 0;
    this.#state[0] = previous;
    for (let i = 1; i < size; i += 1) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      this.#state[i] = previous;
    }
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    if (this.#position === size) this.#twist();
    let y = this.#state[this.#position] ?? 0;
    this.#position += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** `random_sample()`: a uniform number in [0, 1) with 53 bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** `randint(0, n)` and `choice(n)`. Nothing is drawn for n = 1. */
  below(n: number): number {
    return this.#interval(n - 1);
  }

  /** `permutation(n)`. */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i -= 1) {
      const j = this.#interval(i);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    return order;
  }

  /** `choice(n, count, replace=False)`. */
  choiceWithoutReplacement(n: number, count: number): number[] {
    return this.permutation(n).slice(0, count);
  }

  /** A uniform integer in [0, max], by rejection under the smallest mask that covers max. */
  #interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    let value = (this.uint32() & mask) >>> 0;
    while (value > max) value = (this.uint32() & mask) >>> 0;
    return value;
  }

  #twist(): void {
    const state = this.#state;
    const at = (i: number): number => state[i % size] ?? 0;
    for (let i = 0; i < size; i += 1) {
      const y = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
      state[i] = at(i + shift) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
