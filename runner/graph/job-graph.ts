/** The job graph: plain data, in an order in which every job comes after the jobs it needs. */
import type { Seed, Sha256 } from '../../schemas/ids.ts';
import type { JobKind } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';

/** One output file of another job, read as an input. */
export interface JobInput {
  readonly from: string;
  readonly file: string;
}

export interface GraphJob {
  /** Unique readable name: `<method variant>/<seed set>/<stage>/<s1, a0-s1 or select>`. */
  readonly label: string;
  readonly kind: JobKind;
  /** Name of the method in the manifest, and of the variant of its matrix (equal when it has none). */
  readonly method: string;
  readonly variant: string;
  /** What reports call the variant. */
  readonly displayName: string;
  readonly seedSet: string;
  readonly stage: string;
  readonly seed: Seed;
  readonly parameters: JsonObject;
  readonly inputs: Readonly<Record<string, JobInput>>;
  /** Of a trial: the label of the search that asked for it. Trials are in no graph; they come while it runs. */
  readonly search?: string;
  /** Of a trial: further inputs, which the search names by their content. */
  readonly given?: Readonly<Record<string, Sha256>>;
}

export interface JobGraph {
  readonly jobs: readonly GraphJob[];
  readonly byLabel: ReadonlyMap<string, GraphJob>;
}

/** Labels of the jobs that a job reads from, without repetition. */
export function dependenciesOf(job: GraphJob): string[] {
  return [...new Set(Object.values(job.inputs).map((input) => input.from))];
}

/** Label to the files of that job that others read, each once. */
export function filesReadFrom(graph: JobGraph): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, Set<string>>();
  for (const { from, file } of graph.jobs.flatMap((job) => Object.values(job.inputs))) {
    const known = files.get(from);
    if (known === undefined) files.set(from, new Set([file]));
    else known.add(file);
  }
  return new Map([...files].map(([label, names]) => [label, [...names]]));
}

/** @throws Error when a label repeats or a job reads from one that does not come before it. */
export function toGraph(jobs: readonly GraphJob[]): JobGraph {
  const byLabel = new Map<string, GraphJob>();
  for (const job of jobs) {
    if (byLabel.has(job.label)) throw new Error(`Internal error: two jobs are labelled ${job.label}`);
    for (const dependency of dependenciesOf(job)) {
      if (!byLabel.has(dependency))
        throw new Error(`Internal error: ${job.label} comes before ${dependency}`);
    }
    byLabel.set(job.label, job);
  }
  return { jobs, byLabel };
}

/** As events name it: a trial with the search that asked for it. */
export const namesOf = ({ label, search }: GraphJob): { readonly label: string; readonly search?: string } =>
  search === undefined ? { label } : { label, search };
