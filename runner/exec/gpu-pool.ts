/** What executors ask of whoever gives out the GPUs of the machine. `runner/device/gpu-leases.ts` does. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import type { Device, GpuRequest } from './device.ts';

export interface GpuLease {
  /** Binds a process to the GPUs of the lease. */
  readonly device: Device;
  /** Paths below `/dev` through which they are reached. */
  readonly deviceFiles: readonly string[];
  /** Says which process group uses them, by the id of its first process. */
  bind(group: number): void;
  /** Gives them back once the group is gone and their memory is seen free. Nobody needs to wait for that. */
  release(): void;
}

export interface GpuPool {
  /**
   * Waits until the GPUs are free. Never rejects.
   * @param job its label, for whoever waits for these GPUs
   * @param signal aborted with a `JobFailure` as its reason
   */
  lease(request: GpuRequest, job: string, signal: AbortSignal): Promise<Result<GpuLease, JobFailure>>;
  /** Waits a moment for what was given back; other runners take it from there. */
  close(): Promise<void>;
}
