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
