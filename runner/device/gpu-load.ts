/** How loaded each GPU is: by leases of this and other runners, and by processes that hold none. Pure. */
import type { GpuRequest } from '../exec/device.ts';
import type { GpuProcess, GpuState } from './gpu.ts';

export interface GpuLoad {
  readonly id: string;
  /** Of 1: what leases hold of it. */
  readonly held: number;
  /** Whether somebody without a lease computes on it. */
  readonly isForeign: boolean;
  /** Neither in use nor promised to a lease, in MiB; null where nobody tells. */
  readonly freeMib: number | null;
  /** What would be free without leases, in MiB; null where nobody tells. */
  readonly attainableMib: number | null;
  readonly isHealthy: boolean;
}

/** What of a lease counts here. */
export interface HeldGpus {
  readonly request: GpuRequest;
  /** Ids. */
  readonly gpus: readonly string[];
}

/** Where the driver does not say who uses a GPU, so much memory beside leases is somebody's. */
const strangerMib = 1024;

export const shareOf = ({ sharesPerGpu }: Pick<GpuRequest, 'sharesPerGpu'>): number => 1 / sharesPerGpu;

/** @param isOurs whether a process on the GPU belongs to one of the leases on it */
export function loadOf(
  state: GpuState,
  leases: readonly HeldGpus[],
  isOurs: (process: GpuProcess, gpu: string) => boolean,
): GpuLoad {
  const { id, memoryMib, usedMib } = state;
  const own = leases.filter(({ gpus }) => gpus.includes(id));
  const foreign = foreignProcesses(state, isOurs);
  const known = foreign.reduce((sum, { memoryMib: mib }) => sum + (mib ?? 0), 0);
  const isStranger = state.processes === null && own.length === 0 && (usedMib ?? 0) > strangerMib;
  // Without a lease on it, all that is in use is somebody else's, be it a desktop's.
  const foreignMib = own.length === 0 ? Math.max(known, usedMib ?? 0) : known;
  const promised = own.reduce((sum, { request }) => sum + request.memoryMib, 0);
  const isKnown = memoryMib > 0 && usedMib !== null;
  return {
    id,
    held: own.reduce((sum, { request }) => sum + shareOf(request), 0),
    isForeign: foreign.length > 0 || isStranger,
    freeMib: isKnown ? memoryMib - Math.max(usedMib, foreignMib + promised) : null,
    attainableMib: isKnown ? memoryMib - foreignMib : null,
    isHealthy: state.fault === null,
  };
}

/** Those that compute on a GPU without a lease. */
export const foreignProcesses = (
  { id, processes }: GpuState,
  isOurs: (process: GpuProcess, gpu: string) => boolean,
): readonly GpuProcess[] => (processes ?? []).filter((process) => !isOurs(process, id));
