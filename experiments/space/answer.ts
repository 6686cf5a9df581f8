/** Small parts of answers. */
import type { Misfit, QueryProblem } from '../../schemas/query.ts';

export const argumentProblem = (argument: string, misfit: Misfit): QueryProblem => ({
  kind: 'argument',
  argument,
  ...misfit,
});

/** A word that is none of a list. */
export const noneOf = (what: string, word: string, among: readonly string[]): Misfit => ({
  expected: `${what}: one of ${among.join(', ')}`,
  found: JSON.stringify(word),
  among,
});

/** Digits in groups of three. */
export const grouped = (value: number | bigint): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** An integer beyond 2^53 as a decimal text, so that no digit is lost. */
export const exactly = (count: bigint): number | string =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);

/** The number of architectures, under both of its names. */
export const sizes = (count: bigint) => ({ count: exactly(count), architectures: exactly(count) });
