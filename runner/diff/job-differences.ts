/** The jobs of two sides, in the order of their graph, so that the first one that differs is where results diverge. */
import type { JobDifference, RunDiff } from '../../schemas/diff.ts';
import { counted } from '../util/counted.ts';
import type { EvidenceView, JobResultView, JobView, Known } from './evidence-view.ts';
import { tellUnknownJobs } from './tell-unknown.ts';
import { fieldValues, mapDifferences, metricDifferences } from './value-differences.ts';

export type JobPair = readonly [a: JobView, b: JobView];

/** The jobs that both have, in the order of the graph where one of the two knows it. */
export function jobPairs(a: EvidenceView, b: EvidenceView): JobPair[] {
  if (a.side.kind === 'run' && b.side.kind !== 'run')
    return jobPairs(b, a).map(([of, beside]) => [beside, of]);
  const others = new Map(b.jobs.map((job) => [job.label, job]));
  return a.jobs.flatMap((job): JobPair[] => {
    const other = others.get(job.label);
    return other === undefined ? [] : [[job, other]];
  });
}

export function jobDifferences(a: EvidenceView, b: EvidenceView, pairs: readonly JobPair[]): RunDiff['jobs'] {
  const both = new Set(pairs.map(([{ label }]) => label));
  const beside = ({ jobs }: EvidenceView): string[] =>
    jobs.map(({ label }) => label).filter((label) => !both.has(label));
  const compared = pairs.map(compareJobs);
  return {
    inBoth: pairs.length,
    // What a side does not list, it may have.
    onlyA: b.unlisted === null ? beside(a) : [],
    onlyB: a.unlisted === null ? beside(b) : [],
    differing: compared.filter(isDifferent),
    otherKeys: compared.filter((job) => !isDifferent(job) && job.computation === 'other'),
    unknown: [
      ...unlisted('a', a.unlisted, beside(b)),
      ...unlisted('b', b.unlisted, beside(a)),
      ...unknownOf(
        'a',
        pairs.map(([job, other]) => ({ ...job, other })),
      ),
      ...unknownOf(
        'b',
        pairs.map(([other, job]) => ({ ...job, other })),
      ),
    ],
  };
}

const unlisted = (side: 'a' | 'b', why: string | null, labels: readonly string[]): string[] =>
  why === null || labels.length === 0
    ? []
    : [`whether ${side} has ${counted(labels.length, 'more job')}, first ${labels[0]}: ${why}`];

function compareJobs([a, b]: JobPair): JobDifference {
  const computation =
    'value' in a.key && 'value' in b.key ? (a.key.value === b.key.value ? 'same' : 'other') : 'unknown';
  const isOther = computation === 'other' && 'value' in a.material && 'value' in b.material;
  return {
    label: a.label,
    seed: { a: valueOr(a.seed), b: valueOr(b.seed) },
    computation,
    because: isOther ? fieldValues(a.material.value, b.material.value) : [],
    ...compareResults(a.result, b.result),
  };
}

const valueOr = (seed: Known<number>): JobDifference['seed']['a'] =>
  'value' in seed ? (seed.value as JobDifference['seed']['a']) : null;

type ResultDifference = Pick<JobDifference, 'result' | 'outputs' | 'metrics'>;

function compareResults(a: Known<JobResultView | null>, b: Known<JobResultView | null>): ResultDifference {
  const nothing = { outputs: [], metrics: [] };
  if ('unknown' in a || 'unknown' in b) return { result: 'unknown', ...nothing };
  if (a.value === null || b.value === null) {
    if (a.value === null && b.value === null) return { result: 'equal', ...nothing };
    return { result: b.value === null ? 'only a' : 'only b', ...nothing };
  }
  const outputs = mapDifferences(a.value.outputs, b.value.outputs).map(({ name }) => name);
  const { metrics: before } = a.value;
  const { metrics: now } = b.value;
  const metrics = 'value' in before && 'value' in now ? metricDifferences(before.value, now.value) : [];
  return { result: outputs.length + metrics.length > 0 ? 'differs' : 'equal', outputs, metrics };
}

const isDifferent = ({ seed, result }: JobDifference): boolean =>
  (seed.a !== null && seed.b !== null && seed.a !== seed.b) || (result !== 'equal' && result !== 'unknown');

interface JobBeside extends JobView {
  readonly other: JobView;
}

function unknownOf(side: 'a' | 'b', jobs: readonly JobBeside[]): string[] {
  const others = jobs.filter(
    ({ key, other }) => 'value' in key && 'value' in other.key && key.value !== other.key.value,
  );
  return [
    ...tellUnknownJobs('the result', side, jobs, ({ result }) => result),
    ...tellUnknownJobs('the numbers', side, jobs, numbersWanted),
    ...tellUnknownJobs('the parts of the key', side, others, ({ material }) => material),
  ];
}

/** Equal bytes are equal numbers, whoever can read them. */
function numbersWanted({ result, other }: JobBeside): Known<unknown> {
  const both = 'value' in result && 'value' in other.result ? [result.value, other.result.value] : [];
  const [own, beside] = both;
  if (own == null || beside == null || own.outputs['metrics.json'] === beside.outputs['metrics.json']) {
    return { value: null };
  }
  return own.metrics;
}
