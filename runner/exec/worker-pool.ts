/** One worker per device, started when first needed and replaced when it dies. A lease is the right to use a device. */
import type { JobFailure } from '../../schemas/failure.ts';
import { type Device, type WorkerCommand, WorkerProcess } from './worker-process.ts';

export class WorkerPool {
  readonly size: number;
  readonly #command: WorkerCommand;
  readonly #free: Device[];
  readonly #workers = new Map<string, WorkerProcess>();
  #aborted = false;

  constructor(command: WorkerCommand, devices: readonly Device[]) {
    if (devices.length === 0) throw new TypeError('Expected `devices` to hold at least one device, got none');
    this.#command = command;
    this.#free = [...devices];
    this.size = devices.length;
    process.once('exit', this.#killAll);
  }

  /**
   * Leases a device for the time of `use`; the caller makes sure that no more than `size` leases are asked for at
   * once.
   */
  async withWorker<T>(use: (worker: WorkerProcess | JobFailure, device: Device) => Promise<T>): Promise<T> {
    const device = this.#free.shift();
    if (device === undefined) throw new Error('Internal error: more leases than devices');
    try {
      return await use(await this.#workerOn(device), device);
    } finally {
      this.#free.unshift(device);
    }
  }

  /** Ends all workers at once; their jobs end as `interrupted`. */
  abort(): void {
    this.#aborted = true;
    this.#killAll();
  }

  async close(): Promise<void> {
    process.off('exit', this.#killAll);
    await Promise.all([...this.#workers.values()].map((worker) => worker.shutdown()));
    this.#workers.clear();
  }

  async #workerOn(device: Device): Promise<WorkerProcess | JobFailure> {
    const existing = this.#workers.get(device.id);
    if (existing?.alive === true) return existing;
    const started = await WorkerProcess.start(this.#command, device);
    if (!(started instanceof WorkerProcess)) return started;
    this.#workers.set(device.id, started);
    if (this.#aborted) started.kill({ reason: 'interrupted' });
    return started;
  }

  readonly #killAll = (): void => {
    for (const worker of this.#workers.values()) worker.kill({ reason: 'interrupted' });
  };
}

/** `count` CPU cores as devices. */
export const cpuDevices = (count: number): Device[] =>
  Array.from({ length: count }, (_, i) => ({ id: `cpu:${i}`, env: {} }));
