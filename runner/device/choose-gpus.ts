/**
 * Who gets which GPUs: the rule of all runners of a machine, each of which applies it to all that wait. Pure, so that equal
 * files lead every runner to the same answer.
 *
 * Jobs are served in blocks by their number, within a block those that want most GPUs first: so few GPUs stand idle until
 * there are enough of them, and nobody is overtaken by more than a block. The first that cannot be served keeps the GPUs
 * that it will get; those behind it use the others.
 */
import type { GpuRequest } from '../exec/device.ts';
import { type GpuLoad, shareOf } from './gpu-load.ts';

export interface Waiting {
  /** In the order of asking, over all runners; unique. */
  readonly number: number;
  readonly request: GpuRequest;
  /** Ids of the GPUs that its runner may use. */
  readonly usable: readonly string[];
}

export interface Grant {
  readonly number: number;
  /** Ids, in the order of the machine. */
  readonly gpus: readonly string[];
}

/** So many that asked later may go before one that waits. */
export const blockSize = 512;

/** Shares such as three thirds make one. */
const rounding = 1e-9;

/** @param gpus in the order of the machine. @returns who may begin now */
export function grantGpus(waiting: readonly Waiting[], gpus: readonly GpuLoad[]): Grant[] {
  const grants: Grant[] = [];
  let loads = gpus;
  let kept: ReadonlySet<string> | undefined;
  for (const { number, request, usable } of [...waiting].sort(byTurn)) {
    if (loads.every((load) => isFull(load) || kept?.has(load.id) === true)) break;
    const own = loads.filter(({ id }) => usable.includes(id));
    const chosen = chooseGpus(
      request,
      own.filter(({ id }) => kept?.has(id) !== true),
    );
    if (chosen !== undefined) {
      grants.push({ number, gpus: chosen });
      loads = loads.map((load) => (chosen.includes(load.id) ? loadedBy(load, request) : load));
    } else kept ??= keptFor(request, own);
  }
  return grants;
}

const blockOf = ({ number }: Waiting): number => Math.floor(number / blockSize);

const byTurn = (a: Waiting, b: Waiting): number =>
  blockOf(a) - blockOf(b) || b.request.count - a.request.count || a.number - b.number;

/** The least loaded GPUs that have room, in the order of the machine; undefined when there are too few. */
export function chooseGpus(request: GpuRequest, gpus: readonly GpuLoad[]): readonly string[] | undefined {
  const fitting = gpus
    .filter((load) => hasRoom(load, request))
    .sort((a, b) => loadFor(a, request) - loadFor(b, request) || (b.freeMib ?? 0) - (a.freeMib ?? 0))
    .slice(0, request.count)
    .map(({ id }) => id);
  return fitting.length < request.count
    ? undefined
    : gpus.map(({ id }) => id).filter((id) => fitting.includes(id));
}

/** Who computes without a lease takes as much as the request itself would. */
const loadFor = ({ held, isForeign }: GpuLoad, request: GpuRequest): number =>
  held + (isForeign ? shareOf(request) : 0);

const hasRoom = (load: GpuLoad, request: GpuRequest): boolean =>
  load.isHealthy &&
  loadFor(load, request) + shareOf(request) <= 1 + rounding &&
  hasMemory(load.freeMib, request);

const isFull = ({ held }: GpuLoad): boolean => held >= 1 - rounding;

/** What nobody tells counts as enough for those that ask for nothing. */
const hasMemory = (mib: number | null, { memoryMib }: GpuRequest): boolean =>
  memoryMib === 0 || (mib !== null && mib >= memoryMib);

/**
 * GPUs for one that cannot begin: first those with room, then the first of the machine that leases alone keep from it.
 * Their leases end and no new ones come, so the turn of the one that waits will come. Where leases are not what it waits
 * for, it keeps nobody waiting.
 */
function keptFor(request: GpuRequest, gpus: readonly GpuLoad[]): ReadonlySet<string> | undefined {
  const ready = gpus.filter((load) => hasRoom(load, request));
  const later = gpus.filter(
    (load) => !hasRoom(load, request) && hasRoom({ ...load, held: 0, freeMib: load.attainableMib }, request),
  );
  const kept = [...ready, ...later].slice(0, request.count).map(({ id }) => id);
  return kept.length < request.count ? undefined : new Set(kept);
}

const loadedBy = (load: GpuLoad, request: GpuRequest): GpuLoad => ({
  ...load,
  held: load.held + shareOf(request),
  freeMib: load.freeMib === null ? null : load.freeMib - request.memoryMib,
});
