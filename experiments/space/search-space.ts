/** A search space as framework-free data. Every space passes the conformance suite `describeSpace`. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { Draws } from '../rng/draws.ts';

export interface SearchSpace<A> {
  readonly name: string;
  /**
   * Number of architectures with different ids; null where it is infinite, and where isomorphic architectures are
   * too many to be told apart.
   */
  readonly count: bigint | null;
  /** An architecture, uniformly over the space. */
  sample(draws: Draws): A;
  /** A neighbour: one decision changed, never the same architecture. */
  mutate(architecture: A, draws: Draws): A;
  /** The decisions as small integers, and floats as they are, in a fixed order and number. */
  encode(architecture: A): readonly number[];
  /** The inverse of `encode`. @throws TypeError when the integers encode no architecture of the space. */
  decode(code: readonly number[]): A;
  /** What is wrong with a value, one message for each place; empty for an architecture of the space. */
  validate(value: unknown): readonly string[];
  /** Equal exactly for architectures that are the same network. Of anything that `config` decodes, too. */
  id(architecture: A): Sha256;
}

/** A space that is small enough, or regular enough, to say how large it is. */
export interface CountedSpace<A> extends SearchSpace<A> {
  readonly count: bigint;
}
