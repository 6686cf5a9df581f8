/** Where the jobs of two sides ran, job by job, since the jobs of one side may have run on several machines. */
import type { RunDiff } from '../../schemas/diff.ts';
import {
  type EnvironmentField,
  type EvidenceView,
  environmentFields,
  type JobView,
  type Known,
} from './evidence-view.ts';
import { tellUnknown, tellUnknownJobs } from './tell-unknown.ts';
import { knownDifferences } from './value-differences.ts';

type Difference = RunDiff['environment']['fields'][number];

/** @param pairs the jobs that are in both. */
export function environmentDifference(
  a: EvidenceView,
  b: EvidenceView,
  pairs: readonly (readonly [JobView, JobView])[],
): RunDiff['environment'] {
  return {
    fields: [
      ...knownDifferences(a.engine, b.engine).map(({ name, ...rest }) => ({
        name: `engine.${name}`,
        ...rest,
        jobs: pairs.length,
      })),
      ...environmentFields.flatMap((field) => fieldDifferences(field, pairs)),
    ],
    unknown: [
      ...tellUnknown('the engine', a.engine, b.engine),
      ...tellUnknownJobs('the machine', 'a', computed(pairs, 0), ({ environment }) => environment),
      ...tellUnknownJobs('the machine', 'b', computed(pairs, 1), ({ environment }) => environment),
    ],
  };
}

/** Of one side, those of which both may have a result: what was not computed ran nowhere. */
const computed = (pairs: readonly (readonly [JobView, JobView])[], side: 0 | 1): JobView[] =>
  pairs.filter((pair) => pair.every(mayHaveRun)).map((pair) => pair[side]);

const mayHaveRun = ({ result }: { readonly result: Known<unknown> }): boolean =>
  'unknown' in result || result.value !== null;

/** Each pair of different values, with the number of jobs that have it. */
function fieldDifferences(
  field: EnvironmentField,
  pairs: readonly (readonly [JobView, JobView])[],
): Difference[] {
  const found = new Map<string, Difference>();
  for (const [{ environment: a }, { environment: b }] of pairs) {
    if ('unknown' in a || 'unknown' in b) continue;
    const values = { a: compared(field, a.value[field]), b: compared(field, b.value[field]) };
    if (values.a === values.b) continue;
    const id = JSON.stringify(values);
    found.set(id, { name: field, ...values, jobs: (found.get(id)?.jobs ?? 0) + 1 });
  }
  return [...found.values()];
}

/** Which core a worker was given is chance. */
const compared = (field: EnvironmentField, value: string): string =>
  field === 'device' ? value.replace(/^cpu:\d+$/, 'cpu') : value;
