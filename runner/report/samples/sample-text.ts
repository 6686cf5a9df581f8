/** What the texts of kinds that show samples have in common. */

import type { MetricInfo } from '../../../schemas/metrics.ts';
import { type Claim, noClaimText } from '../../statistics/claim.ts';
import type { Interval } from '../../statistics/welch.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { fixedText } from '../number-text.ts';
import { markFor, missingText, plain, type TextCell } from '../text-table.ts';
import type { SampleRow } from './sample-table.ts';

/** The name of a row, with a mark where values are missing. */
export function rowCell({ label, values, missing }: SampleRow, marked: string[]): TextCell {
  const isWhole = missing.length === 0 && values.length > 0;
  return { text: label, mark: isWhole ? null : markFor(missingText(values.length, missing), marked) };
}

/** `[16.20, 18.90]`, or `n/a` with the reason. */
export function intervalCell(claim: Claim<Interval>, info: MetricInfo, marked: string[]): TextCell {
  if (!claim.ok) return noClaimCell(onlyFailure(claim.failures), marked);
  const { low, high } = claim.value;
  return plain(`[${fixedText(low, info)}, ${fixedText(high, info)}]`);
}

export const noClaimCell = (problem: Parameters<typeof noClaimText>[0], marked: string[]): TextCell => ({
  text: 'n/a',
  mark: markFor(`n/a: ${noClaimText(problem)}`, marked),
});
