/** GPUs in simulated time: jobs of known length begin by the rule of leases and end, one after the other. */
import { type Grant, grantGpus, type Waiting } from '../../runner/device/choose-gpus.ts';
import type { GpuState } from '../../runner/device/gpu.ts';
import { loadOf } from '../../runner/device/gpu-load.ts';
import type { GpuRequest } from '../../runner/exec/device.ts';

export interface SimulatedJob extends Waiting {
  readonly request: GpuRequest;
  readonly length: number;
}

interface Running extends Grant {
  readonly job: SimulatedJob;
  readonly end: number;
}

export const idleGpu = (index: number, more: Partial<GpuState> = {}): GpuState => ({
  ...{ vendor: 'nvidia', id: `GPU-${index}`, index: String(index), name: 'Simulated' },
  ...{ memoryMib: 80_000, usedMib: 0, processes: [], fault: null },
  ...more,
});

/** Numbers in [0, 1), the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class SimulatedGpus {
  readonly states: readonly GpuState[];
  now = 0;
  waiting: SimulatedJob[] = [];
  running: Running[] = [];
  /** GPU time that jobs have used. */
  used = 0;
  /** Numbers in the order in which they began. */
  readonly begun: number[] = [];

  constructor(states: readonly GpuState[]) {
    this.states = states;
  }

  /** Begins whatever may begin now. @returns those */
  grant(): readonly Running[] {
    const held = this.running.map(({ gpus, job: { request } }) => ({ gpus, request }));
    const loads = this.states.map((state) => loadOf(state, held, () => false));
    const begun = grantGpus(this.waiting, loads).map(({ number, gpus }): Running => {
      const job = this.waiting.find((each) => each.number === number);
      if (job === undefined) throw new Error(`${number} does not wait`);
      return { number, gpus, job, end: this.now + job.length };
    });
    this.waiting = this.waiting.filter(({ number }) => !begun.some((each) => each.number === number));
    this.running.push(...begun);
    this.begun.push(...begun.map(({ number }) => number));
    return begun;
  }

  /** Lets time pass until the next job ends. @returns false when none runs */
  endNext(): boolean {
    const end = Math.min(...this.running.map((each) => each.end));
    if (end === Number.POSITIVE_INFINITY) return false;
    this.now = end;
    for (const { job } of this.running.filter((each) => each.end === end))
      this.used += (job.length * job.request.count) / job.request.sharesPerGpu;
    this.running = this.running.filter((each) => each.end > end);
    return true;
  }
}
