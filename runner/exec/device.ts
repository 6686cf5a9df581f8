/** Places where a worker runs. */
export interface Device {
  /** Such as `cpu:0`. */
  readonly id: string;
  /** Environment variables that bind a process to the device. */
  readonly env: Readonly<Record<string, string>>;
}

export interface GpuRequest {
  /** How many GPUs, at least one. */
  readonly count: number;
  /** How many such jobs may share each of them; 1 for GPUs of one's own. */
  readonly sharesPerGpu: number;
  /** Memory that must be free on each of them, in MiB. */
  readonly memoryMib: number;
}

/** A place for a worker: a device, or GPUs that are leased before one starts there and given back when it has ended. */
export interface WorkerPlace extends Device {
  readonly gpus?: GpuRequest;
}

/** `count` CPU cores as devices. */
export const cpuDevices = (count: number): Device[] =>
  Array.from({ length: count }, (_, i) => ({ id: `cpu:${i}`, env: {} }));
