/** How large the differences behind a ranking are, apart from how sure they are. */
import { fewestForBootstrap } from '../../statistics/bootstrap.ts';
import { noClaimText, tooFew } from '../../statistics/claim.ts';
import { hedgesG, probabilityOfImprovement } from '../../statistics/effect-size.ts';
import { bestFirst } from '../../statistics/goal.ts';
import { mean } from '../../statistics/sum.ts';
import type { Cell, Column } from './columns.ts';

/** Each method of the ranking over the next one, over the seeds of all sets: a line each, or one that says why not. */
export function effectLines({ info }: Column, cells: readonly Cell[]): string[] {
  const sign = bestFirst(info.goal);
  const ranked = cells
    .map(({ variant, sets }) => ({ variant, values: sets.flatMap(({ values }) => values) }))
    .filter(({ values }) => values.length > 0)
    .sort((a, b) => sign * (mean(a.values) - mean(b.values)));
  const smallest = Math.min(...ranked.map(({ values }) => values.length));
  if (smallest < fewestForBootstrap) {
    const { failures } = tooFew(smallest, fewestForBootstrap);
    return [`effect sizes between methods, over all sets: ${failures.map(noClaimText).join('; ')}`];
  }
  return ranked.slice(1).flatMap((worse, i) => {
    const better = ranked[i];
    if (better === undefined) return [];
    const [high, low] = info.goal === 'minimize' ? [worse, better] : [better, worse];
    const effect = hedgesG(high.values, low.values);
    const size = effect.ok
      ? `Hedges' g ${effect.value.toFixed(2)}`
      : effect.failures.map(noClaimText).join('; ');
    const improvement = probabilityOfImprovement(better.values, worse.values, info.goal);
    return `${better.variant} over ${worse.variant}: ${size}, better with probability ${improvement.toFixed(2)} (n = ${better.values.length} and ${worse.values.length})`;
  });
}
