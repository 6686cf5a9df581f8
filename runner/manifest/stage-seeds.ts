import type { Seed } from '../../schemas/ids.ts';
import type { StageSeeds } from '../../schemas/manifest.ts';

/** The seeds of a stage for one seed set: those of the set in order, then the integers after its largest. */
export function stageSeeds(seeds: StageSeeds, set: readonly Seed[]): readonly Seed[] {
  if (seeds === 'each') return set;
  const largest = Math.max(...set);
  const extra = Array.from(
    { length: Math.max(0, seeds.count - set.length) },
    (_, i) => (largest + 1 + i) as Seed,
  );
  return [...set.slice(0, seeds.count), ...extra];
}
