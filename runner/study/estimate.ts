/** How long the jobs of a plan may take, from the times of earlier jobs like them. Pure. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { JobKind } from '../../schemas/job.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import type { PlannedJob } from '../graph/plan.ts';

export interface Estimate {
  /** Work of the jobs that something is known of, as if one worker did all of it. */
  readonly workMs: number;
  /** Jobs that the work is of; those that are the same computation as another take no time. */
  readonly jobs: number;
  /** Of these, how many have earlier jobs with the very same settings; of the others only task, space and method agree. */
  readonly alike: number;
  /** Jobs that no earlier one is similar to. */
  readonly unknown: number;
}

type Timed = Pick<JobRecord, 'timing'> & {
  readonly material: Pick<JobRecord['material'], 'kind' | 'parameters'>;
};

/** @param records are not read where nothing is left to do */
export function estimate(jobs: readonly PlannedJob[], records: Iterable<Timed>): Estimate {
  const found = { workMs: 0, jobs: 0, alike: 0, unknown: 0 };
  const pending = jobs.filter(takesTime);
  if (pending.length === 0) return found;
  const alike: Groups = new Map();
  const similar: Groups = new Map();
  for (const { material, timing } of records) {
    add(alike, settingsOf(material.kind, material.parameters), timing.wallMs);
    add(similar, sortOf(material.kind, material.parameters), timing.wallMs);
  }
  const expected = ({ kind, parameters }: GraphJob): Expected => {
    const same = mean(alike.get(settingsOf(kind, parameters)));
    return { wallMs: same ?? mean(similar.get(sortOf(kind, parameters))), isAlike: same !== undefined };
  };
  // The jobs of a stage have their parameters in common, and there may be thousands of them.
  const known = new Map<JsonObject, Expected>();
  for (const { job } of pending) {
    const { wallMs, isAlike } = known.get(job.parameters) ?? expected(job);
    known.set(job.parameters, { wallMs, isAlike });
    if (wallMs === undefined) found.unknown += 1;
    else {
      found.workMs += wallMs;
      found.jobs += 1;
      found.alike += isAlike ? 1 : 0;
    }
  }
  return found;
}

interface Expected {
  /** Undefined when no earlier job is similar. */
  readonly wallMs: number | undefined;
  /** Whether it is the mean of jobs with the very same settings. */
  readonly isAlike: boolean;
}

/** Name of a group of jobs to the sum of their times and their number. */
type Groups = Map<string, { sumMs: number; count: number }>;

/** A selection takes no time, and neither does what is there or what another job computes. */
const takesTime = ({ job, ...planned }: PlannedJob): boolean =>
  planned.status !== 'hit' &&
  job.kind !== 'select' &&
  !('why' in planned && planned.why.reason === 'same-as');

/** Everything but the seed and what the job reads. */
const settingsOf = (kind: JobKind, parameters: JsonObject): string => canonicalJson({ kind, parameters });

/** What jobs of one sort have in common. */
function sortOf(kind: JobKind, { task, space, engine, method }: JsonObject): string {
  const text = (value: JsonValue | undefined): JsonValue => (typeof value === 'string' ? value : null);
  const of = (part: JsonValue | undefined, key: string): JsonValue =>
    isJsonObject(part) ? text(part[key]) : null;
  return canonicalJson({
    kind,
    task: [of(task, 'kind'), of(task, 'data')],
    space: of(space, 'name'),
    method: of(method, 'kind'),
    engine: text(engine),
  });
}

function add(groups: Groups, name: string, wallMs: number): void {
  const group = groups.get(name) ?? { sumMs: 0, count: 0 };
  group.sumMs += wallMs;
  group.count += 1;
  groups.set(name, group);
}

const mean = (group: { sumMs: number; count: number } | undefined): number | undefined =>
  group === undefined ? undefined : group.sumMs / group.count;
