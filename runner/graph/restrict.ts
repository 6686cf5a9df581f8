/** The part of a graph that somebody asks for: the jobs of some methods, stages or seed sets, and what they need. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { dependenciesOf, type GraphJob, type JobGraph, toGraph } from './job-graph.ts';

export interface UnknownPart {
  readonly reason: 'unknown-part';
  readonly name: string;
  /** The names there are, by what they name. */
  readonly methods: readonly string[];
  readonly stages: readonly string[];
  readonly seedSets: readonly string[];
}

/**
 * Of names of one sort a job needs one, of each sort that is named it needs some: two methods and a stage are that stage of
 * both methods. A method stands for all variants of its matrix.
 */
export function restrictGraph(graph: JobGraph, names: readonly string[]): Result<JobGraph, UnknownPart> {
  const sorts = new Map<string, string[]>();
  for (const name of names) {
    const sort = sortOf(graph, name);
    if (sort === undefined) return fail(unknownPart(graph, name));
    sorts.set(sort, [...(sorts.get(sort) ?? []), name]);
  }
  const wanted = graph.jobs.filter((job) =>
    [...sorts.values()].every((alike) => alike.some((name) => namesOf(job).includes(name))),
  );
  return ok(withNeeded(graph, wanted));
}

const namesOf = ({ method, variant, stage, seedSet }: GraphJob): readonly string[] => [
  method,
  variant,
  stage,
  seedSet,
];

/** A name of several sorts is a sort of its own. Undefined for none. */
function sortOf({ jobs }: JobGraph, name: string): string | undefined {
  const sorts = new Set(
    jobs.flatMap(({ method, variant, stage, seedSet }) => [
      ...(method === name || variant === name ? ['method'] : []),
      ...(stage === name ? ['stage'] : []),
      ...(seedSet === name ? ['seed set'] : []),
    ]),
  );
  if (sorts.size === 0) return undefined;
  return sorts.size === 1 ? [...sorts].join() : name;
}

function unknownPart({ jobs }: JobGraph, name: string): UnknownPart {
  const each = (of: (job: GraphJob) => string): string[] => [...new Set(jobs.map(of))];
  return {
    reason: 'unknown-part',
    name,
    methods: each(({ method }) => method),
    stages: each(({ stage }) => stage),
    seedSets: each(({ seedSet }) => seedSet),
  };
}

function withNeeded({ jobs, byLabel }: JobGraph, wanted: readonly GraphJob[]): JobGraph {
  const kept = new Set<string>();
  const pending = wanted.map(({ label }) => label);
  for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
    const job = byLabel.get(label);
    if (job === undefined || kept.has(label)) continue;
    kept.add(label);
    pending.push(...dependenciesOf(job));
  }
  return toGraph(jobs.filter(({ label }) => kept.has(label)));
}
