/**
 * Random keys as values. A key never changes; whoever needs random numbers splits off a named child, so adding a
 * consumer, or reordering two, changes nobody else's numbers. There is no global generator.
 */
import { sha256 } from '../../schemas/canonical.ts';
import { toSeed } from '../../schemas/ids.ts';

/** 128 bits: four unsigned 32-bit words. */
export interface Key {
  readonly words: readonly [number, number, number, number];
}

/** The root key of a seed. @throws TypeError unless `seed` is an integer in [0, 2^32 - 1]. */
export const key = (seed: number): Key => fromText(`seed ${toSeed(seed)}`);

/**
 * The child that `names` lead to: `split(k, 'epoch', 3)` is `split(split(k, 'epoch'), 3)`. Names are texts or
 * integers, and `3` and `'3'` name different children.
 */
export function split(parent: Key, ...names: readonly (string | number)[]): Key {
  return names.reduce<Key>((from, name) => child(from, name), parent);
}

function child(parent: Key, name: string | number): Key {
  if (typeof name === 'number' && !Number.isSafeInteger(name)) {
    throw new TypeError(`Expected the name of a child key to be a text or an integer, got \`${name}\``);
  }
  return fromText(`split ${parent.words.join(' ')} ${typeof name} ${name}`);
}

// SHA-256 makes children independent of their parent, their siblings and the parent's own draws.
function fromText(text: string): Key {
  const digest = sha256(text);
  const word = (i: number): number => Number.parseInt(digest.slice(8 * i, 8 * i + 8), 16);
  return { words: [word(0), word(1), word(2), word(3)] };
}
