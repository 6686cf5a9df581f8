/** The selection between two stages: the only place where results decide what runs next. It sees validation numbers only. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { Seed } from '../../schemas/ids.ts';
import type { Selection } from '../../schemas/manifest.ts';
import { type JobMetrics, metricInfo, readMetric } from '../../schemas/metrics.ts';

export interface Candidate {
  readonly seed: Seed;
  readonly metrics: JobMetrics;
  /** The bytes of its `architecture.json`. */
  readonly architecture: string;
}

/** Output file name to content: `selection.json` (every candidate and who was kept) and `architecture-<rank>.json`. */
export function selectArchitectures(
  selection: Selection,
  candidates: readonly Candidate[],
): Record<string, string> {
  const ranked = candidates.map((candidate) => ({ ...candidate, value: valueFor(selection, candidate) }));
  ranked.sort((a, b) => compareValues(selection, a.value, b.value) || breakTie(selection, a, b));
  const kept = ranked.slice(0, selection.keep);
  const protocol = {
    ...selection,
    candidates: ranked.map(({ seed, value }, rank) => ({ seed, value, kept: rank < selection.keep })),
  };
  return {
    'selection.json': `${canonicalJson(protocol)}\n`,
    ...Object.fromEntries(kept.map(({ architecture }, rank) => [`architecture-${rank}.json`, architecture])),
  };
}

function valueFor(selection: Selection, candidate: Candidate): number {
  const value = readMetric(candidate.metrics, selection.metric);
  if (value === undefined) {
    throw new Error(
      `the candidate with seed ${candidate.seed} did not measure ${selection.metric}, which the selection needs`,
    );
  }
  return value;
}

function compareValues(selection: Selection, a: number, b: number): number {
  const goal = selection.goal ?? metricInfo(selection.metric).goal;
  const direction = goal === 'minimize' ? 1 : -1;
  return direction * (a - b);
}

function breakTie(selection: Selection, a: Candidate, b: Candidate): number {
  const bySize = (a.metrics.model?.parameters ?? 0) - (b.metrics.model?.parameters ?? 0);
  return (selection.ties === 'fewest-parameters' ? bySize : 0) || a.seed - b.seed;
}
