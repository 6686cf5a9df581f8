/** The files, packages and settings in which the code of two sides differs, as far as jobs reach it. */
import type { RunDiff } from '../../schemas/diff.ts';
import type { EvidenceView, Known, ReachedCode } from './evidence-view.ts';
import { jobPairs } from './job-differences.ts';
import { tellUnknown } from './tell-unknown.ts';
import { fieldValues, knownDifferences, mapDifferences, tellTheSame } from './value-differences.ts';

export interface ReachedPair {
  readonly a: Known<ReachedCode>;
  readonly b: Known<ReachedCode>;
}

const nothing: RunDiff['code'] = { files: [], packages: [], settings: [], parts: [], unknown: [] };

/** Whether git's ids show that both have the same program. */
const haveSameParts = (a: EvidenceView, b: EvidenceView): boolean => tellTheSame(a.code.parts, b.code.parts);

/** A key covers all the code that its job can reach. */
function haveSameKeys(a: EvidenceView, b: EvidenceView): boolean {
  const pairs = jobPairs(a, b);
  const covers = ({ jobs, unlisted }: EvidenceView): boolean =>
    jobs.length === pairs.length || unlisted !== null;
  return (
    pairs.length > 0 &&
    [a, b].some(covers) &&
    pairs.every(
      ([{ key }, { key: other }]) => 'value' in key && 'value' in other && key.value === other.value,
    )
  );
}

/** Whether nobody need look into the code. */
export const haveSameCode = (a: EvidenceView, b: EvidenceView): boolean =>
  haveSameKeys(a, b) || haveSameParts(a, b);

/** @param reached undefined where the code is the same. */
export function codeDifference(
  a: EvidenceView,
  b: EvidenceView,
  reached: ReachedPair | undefined,
): RunDiff['code'] {
  if (haveSameKeys(a, b)) return nothing;
  const declared = a.code.isDeclared || b.code.isDeclared ? [declaredText] : [];
  if (reached === undefined) return { ...nothing, unknown: declared };
  if ('unknown' in reached.a || 'unknown' in reached.b) {
    const why = tellUnknown('the code that the jobs reach', reached.a, reached.b);
    return {
      ...nothing,
      parts: knownDifferences(a.code.parts, b.code.parts),
      unknown: [...why, ...declared],
    };
  }
  const [before, now] = [reached.a.value, reached.b.value];
  return {
    files: mapDifferences(before.files, now.files),
    packages: mapDifferences(before.packages, now.packages),
    settings: fieldValues(before.settings, now.settings),
    parts: [],
    unknown: declared,
  };
}

const declaredText =
  'the files that the task `command` declares: nothing lists them; the keys of its jobs cover them';
