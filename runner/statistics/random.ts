/** Random words for resampling: xoshiro128** of Blackman and Vigna (2018), seeded by a name. Never in a job. */
import { sha256 } from '../../schemas/canonical.ts';

type State = [number, number, number, number];

export class RandomWords {
  readonly #state: State;

  constructor(seed: string | readonly [number, number, number, number]) {
    this.#state = typeof seed === 'string' ? stateOf(seed) : [...seed];
  }

  /** Fills the buffer with evenly distributed words of 32 bits. */
  fill(words: Uint32Array): void {
    let [a, b, c, d] = this.#state;
    for (let i = 0; i < words.length; i++) {
      const five = Math.imul(b, 5);
      words[i] = Math.imul((five << 7) | (five >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    this.#state.splice(0, 4, a, b, c, d);
  }

  /** An integer in [0, n); uneven by no more than n / 2^32. */
  below(n: number): number {
    this.fill(this.#one);
    return Math.floor(((this.#one[0] ?? 0) * n) / 2 ** 32);
  }

  readonly #one = new Uint32Array(1);

  /** A shuffle of the items (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const [x, y] = [result[i], result[j]];
      if (x !== undefined && y !== undefined) [result[i], result[j]] = [y, x];
    }
    return result;
  }

  /** Each call fills the same array with the next shuffle of the numbers, that which `shuffled` would give. */
  shuffler(numbers: readonly number[]): () => Float64Array {
    const [result, words] = [new Float64Array(numbers), new Uint32Array(Math.max(0, numbers.length - 1))];
    const given = new Float64Array(numbers);
    return () => {
      result.set(given);
      this.fill(words);
      for (let i = result.length - 1, k = 0; i > 0; i--, k++) {
        const j = Math.floor(((words[k] ?? 0) * (i + 1)) / 2 ** 32);
        const kept = result[i] ?? 0;
        result[i] = result[j] ?? 0;
        result[j] = kept;
      }
      return result;
    };
  }
}

function stateOf(seed: string): State {
  const digest = sha256(seed);
  const word = (i: number): number => Number.parseInt(digest.slice(8 * i, 8 * i + 8), 16) | 0;
  return [word(0), word(1), word(2), word(3)];
}
