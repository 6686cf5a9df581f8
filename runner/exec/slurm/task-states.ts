/** Where the tasks of arrays are, asked for all at once: `sacct` where accounting runs, `squeue` where not. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Cluster } from './cluster.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import type { SlurmProblem } from './slurm-problem.ts';

export interface TaskState {
  /** Slurm's word, such as `RUNNING` or `NODE_FAIL`. */
  readonly state: string;
  /** Null while it waits. */
  readonly node: string | null;
  /** Why it waits, such as `Resources`; empty where Slurm does not tell. */
  readonly why: string;
}

export interface WaveStates {
  /** Of the array. */
  readonly jobId: string;
  readonly tasks: ReadonlyMap<number, TaskState>;
  /** Of tasks that are not listed one by one: Slurm lists those that wait together. */
  readonly others: TaskState | undefined;
}

/** By name of the wave; one that Slurm does not know is not in it. */
export type AllStates = ReadonlyMap<string, WaveStates>;

const ended: ReadonlySet<string> = new Set([
  ...['BOOT_FAIL', 'CANCELLED', 'COMPLETED', 'DEADLINE', 'FAILED', 'NODE_FAIL', 'OUT_OF_MEMORY'],
  ...['PREEMPTED', 'REVOKED', 'TIMEOUT'],
]);
const onNode: ReadonlySet<string> = new Set([
  ...['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'SIGNALING', 'STAGE_OUT', 'RESIZING'],
]);

export const hasEnded = ({ state }: TaskState): boolean => ended.has(state);
export const isOnNode = ({ state }: TaskState): boolean => onNode.has(state);
/** Somebody must release it. */
export const isHeld = ({ state, why }: TaskState): boolean =>
  state === 'REQUEUE_HOLD' || state === 'SPECIAL_EXIT' || /held|JobHoldMaxRequeue/i.test(why);

/** @param since ISO 8601: before the first of the waves was submitted */
export async function askStates(
  commands: SlurmCommands,
  { hasAccounting }: Pick<Cluster, 'hasAccounting'>,
  names: readonly string[],
  since: string,
): Promise<Result<AllStates, SlurmProblem>> {
  const live = () =>
    commands.run('squeue', [
      ...['--noheader', '--array', '--states=all', `--name=${names.join(',')}`],
      '--format=%j|%F|%K|%T|%N|%r',
    ]);
  if (!hasAccounting) {
    const queued = await live();
    return queued.ok ? ok(readStates(queued.value)) : queued;
  }
  const kept = await commands.run('sacct', [
    ...['--noheader', '--parsable2', '--allocations', `--name=${names.join(',')}`],
    ...[`--starttime=${slurmTime(since)}`, '--format=JobName,JobID,State,NodeList,Reason'],
  ]);
  const known = kept.ok ? readStates(kept.value) : undefined;
  // What was submitted a moment ago is not in the database yet, and the database may be down.
  if (known !== undefined && names.every((name) => known.has(name))) return ok(known);
  const queued = await live();
  if (queued.ok) return ok(new Map([...readStates(queued.value), ...(known ?? [])]));
  return known === undefined ? fail(...queued.failures) : ok(known);
}

/** Of a machine's own time, which Slurm reads; a day before, since clocks differ and jobs may wait. */
function slurmTime(since: string): string {
  const then = new Date(Date.parse(since) - 24 * 60 * 60_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join('-');
  return `${date}T${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`;
}

/**
 * Lines of `name|job|task|state|node|reason` of squeue, or `name|job_task|state|node|reason` of sacct. The task of those
 * that wait together is a list such as `[3-9]`.
 */
export function readStates(text: string): AllStates {
  const waves = new Map<string, { jobId: string; tasks: Map<number, TaskState>; others?: TaskState }>();
  for (const line of text.split('\n')) {
    const [, name = '', jobId = '', task = '', state = '', node = '', why = ''] =
      /^([^|]+)\|(\d+)[|_]([^|]+)\|([A-Z_]+)[^|]*\|([^|]*)\|(.*)$/.exec(line.trim()) ?? [];
    if (name === '') continue;
    const wave = waves.get(name) ?? { jobId, tasks: new Map<number, TaskState>() };
    waves.set(name, wave);
    const where = /^$|^\(null\)$|^None/i.test(node) ? null : node;
    const found: TaskState = { state, node: where, why: /^None$/i.test(why) ? '' : why };
    if (/^\d+$/.test(task)) wave.tasks.set(Number(task), found);
    else wave.others = found;
  }
  return new Map([...waves].map(([name, wave]) => [name, { others: undefined, ...wave }]));
}
