/** Places where a worker runs. */
export interface Device {
  /** Such as `cpu:0`. */
  readonly id: string;
  /** Environment variables that bind a process to the device. */
  readonly env: Readonly<Record<string, string>>;
}

/** `count` CPU cores as devices. */
export const cpuDevices = (count: number): Device[] =>
  Array.from({ length: count }, (_, i) => ({ id: `cpu:${i}`, env: {} }));
