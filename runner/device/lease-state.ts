/** What the leases of all runners mean for the GPUs as they are now: whose a process is, and what is free again. */
import type { ProcessGroup } from '../util/process-group.ts';
import { livenessOf } from '../util/process-identity.ts';
import type { GpuProcess, GpuState } from './gpu.ts';
import { type GpuLoad, loadOf } from './gpu-load.ts';
import { type HeldEntry, isHeldEntry, type LeaseEntry } from './lease-entry.ts';

/** Drivers give memory back in pieces, and keep a little. */
const slackMib = 256;

/** How processes are seen; tests simulate it. */
export interface ProcessView {
  isGroupAlive(group: ProcessGroup): boolean;
  /** Undefined where the process cannot be seen from here. */
  isOfGroup(pid: number, groups: ReadonlySet<number>): boolean | undefined;
}

/** Leases that hold the GPU. */
export const heldOn = (entries: readonly LeaseEntry[], gpu: string): HeldEntry[] =>
  entries.filter(isHeldEntry).filter(({ gpus }) => gpus.some(({ id }) => id === gpu));

/** Whether a process on a GPU belongs to a lease on it. One out of sight does, where there is a lease. */
export function ownership(
  entries: readonly LeaseEntry[],
  processes: Pick<ProcessView, 'isOfGroup'>,
): (process: GpuProcess, gpu: string) => boolean {
  return ({ pid }, gpu) => {
    const held = heldOn(entries, gpu);
    if (held.length === 0) return false;
    const groups = new Set(held.flatMap(({ group }) => (group === null ? [] : [group.pid])));
    return processes.isOfGroup(pid, groups) ?? true;
  };
}

export function loadsOf(
  states: readonly GpuState[],
  entries: readonly LeaseEntry[],
  processes: Pick<ProcessView, 'isOfGroup'>,
): GpuLoad[] {
  const held = entries
    .filter(isHeldEntry)
    .map(({ request, gpus }) => ({ request, gpus: gpus.map(({ id }) => id) }));
  const isOurs = ownership(entries, processes);
  return states.map((state) => loadOf(state, held, isOurs));
}

/** Memory on a GPU that is neither a lease's nor of a known process, in MiB; null where it cannot be told apart. */
export function baselineOf(state: GpuState, entries: readonly LeaseEntry[]): number | null {
  if (state.usedMib === null || heldOn(entries, state.id).length > 0) return null;
  const known = knownMib(state.processes ?? []);
  return known === null ? null : Math.max(0, state.usedMib - known);
}

const knownMib = (processes: readonly GpuProcess[]): number | null =>
  processes.some(({ memoryMib }) => memoryMib === null)
    ? null
    : processes.reduce((sum, { memoryMib }) => sum + (memoryMib ?? 0), 0);

/** Whether a lease that nobody uses any more may go: its processes have ended, and their memory is seen free. */
export function isFree(
  entry: HeldEntry,
  entries: readonly LeaseEntry[],
  states: readonly GpuState[],
  processes: ProcessView,
): boolean {
  // The ids of processes of another container say nothing here.
  const group = livenessOf(entry) === 'out-of-sight' ? null : entry.group;
  if (group !== null && processes.isGroupAlive(group)) return false;
  return entry.gpus.every(({ id, baselineMib }) => {
    const state = states.find((each) => each.id === id);
    if (state === undefined) return true;
    const own = new Set(group === null ? [] : [group.pid]);
    const isOwn = ({ pid }: GpuProcess): boolean => processes.isOfGroup(pid, own) === true;
    if ((state.processes ?? []).some(isOwn)) return false;
    const isAlone = heldOn(entries, id).every((other) => other.number === entry.number);
    const known = knownMib(state.processes ?? []);
    if (!isAlone || state.usedMib === null || baselineMib === null || known === null) return true;
    return state.usedMib - known <= baselineMib + slackMib;
  });
}
