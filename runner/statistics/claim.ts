/** What a statistic says when the sample does not carry the claim: a value with the reason, never a number. */
import { fail, type Result } from '../../schemas/result.ts';

export type NoClaim =
  /** Fewer values, in the smallest of the samples, than the claim needs. */
  | { readonly reason: 'too-few'; readonly found: number; readonly needed: number }
  /** All values are equal, so that nothing is known of the spread. */
  | { readonly reason: 'no-spread' };

export type Claim<T> = Result<T, NoClaim>;

export const tooFew = (found: number, needed: number) => fail<NoClaim>({ reason: 'too-few', found, needed });
export const noSpread = fail<NoClaim>({ reason: 'no-spread' });

/** The words for a person; the one printer. */
export function noClaimText(problem: NoClaim): string {
  switch (problem.reason) {
    case 'too-few':
      return `n = ${problem.found} is too few: at least ${problem.needed} are needed`;
    case 'no-spread':
      return 'all values are equal, so that their spread is not known';
    default:
      return problem satisfies never;
  }
}
