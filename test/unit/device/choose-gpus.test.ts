import { describe, expect, test } from 'vitest';
import { blockSize, chooseGpus } from '../../../runner/device/choose-gpus.ts';
import { loadOf } from '../../../runner/device/gpu-load.ts';
import type { GpuRequest } from '../../../runner/exec/device.ts';
import { idleGpu, numbersFrom, SimulatedGpus, type SimulatedJob } from '../../util/simulated-gpus.ts';

const one: GpuRequest = { count: 1, sharesPerGpu: 1, memoryMib: 0 };
const stranger = { pid: 1, name: 'other', memoryMib: 5_000 };

const idle = (count: number) => Array.from({ length: count }, (_, i) => idleGpu(i));
const idsOf = (states: ReturnType<typeof idle>) => states.map(({ id }) => id);

function jobs(random: () => number, count: number, requestOf: () => GpuRequest, usable: readonly string[]) {
  return Array.from(
    { length: count },
    (_, number): SimulatedJob => ({ number, usable, request: requestOf(), length: 1 + 9 * random() }),
  );
}

const pick = <T>(random: () => number, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;

describe('the rule by which GPUs are given out', () => {
  test('1,000 random traces: nothing is leased twice, and every floor of memory holds', () => {
    const faults: string[] = [];
    for (let seed = 0; seed < 1_000; seed++) {
      const random = numbersFrom(seed);
      const states = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, i) =>
        idleGpu(i, {
          memoryMib: pick(random, [0, 16_000, 80_000]),
          ...(random() < 0.2 ? { processes: [stranger], usedMib: 5_000 } : {}),
          ...(random() < 0.1 ? { fault: 'broken' } : {}),
        }),
      );
      const machine = new SimulatedGpus(states);
      const requestOf = () => ({
        count: pick(random, [1, 1, 1, 2, 4, states.length]),
        sharesPerGpu: pick(random, [1, 1, 2, 3, 4]),
        memoryMib: pick(random, [0, 0, 4_000, 12_000]),
      });
      let next = 0;
      for (let step = 0; step < 40; step++) {
        if (random() < 0.6) {
          const usable = idsOf(states).filter(() => random() < 0.8);
          const number = next++;
          machine.waiting.push({ number, usable, request: requestOf(), length: 1 + random() });
        } else machine.endNext();
        machine.grant();
        faults.push(...faultsOf(machine).map((fault) => `seed ${seed}, step ${step}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });

  test('1,000 jobs of one to eight GPUs and of shares fill eight GPUs to at least 0.98 of the ideal', () => {
    const ideals = Array.from({ length: 2 }, (_, seed) => {
      const random = numbersFrom(seed);
      const states = idle(8);
      const machine = new SimulatedGpus(states);
      const counts = [...Array.from({ length: 24 }, () => 1), ...[2, 2, 2, 4, 4, 8]];
      const requestOf = () => {
        const count = pick(random, counts);
        return { count, sharesPerGpu: count === 1 ? pick(random, [1, 1, 2]) : 1, memoryMib: 0 };
      };
      machine.waiting = jobs(random, 1_000, requestOf, idsOf(states));
      do machine.grant();
      while (machine.endNext());
      expect(machine.begun).toHaveLength(1_000);
      return machine.used / 8 / machine.now;
    });
    expect(Math.min(...ideals)).toBeGreaterThanOrEqual(0.98);
  });

  test('a job of many GPUs is served however many small ones go on asking', () => {
    for (const sharesPerGpu of [1, 4]) {
      const states = idle(8);
      const usable = idsOf(states);
      const random = numbersFrom(sharesPerGpu);
      const machine = new SimulatedGpus(states);
      let next = 0;
      const ask = (request: GpuRequest): number => {
        machine.waiting.push({ number: next, usable, request, length: 1 + 9 * random() });
        return next++;
      };
      for (let i = 0; i < 64; i++) ask({ ...one, sharesPerGpu });
      machine.grant();
      const big = ask({ count: 8, sharesPerGpu: 1, memoryMib: 0 });
      for (let served = false, steps = 0; !served; steps++) {
        expect(steps).toBeLessThan(blockSize * 2);
        while (machine.waiting.length < 64) ask({ ...one, sharesPerGpu });
        served = machine.grant().some(({ number }) => number === big) || machine.begun.includes(big);
        machine.endNext();
      }
    }
  });

  test('a small job is overtaken by less than a block of large ones', () => {
    const states = idle(8);
    const machine = new SimulatedGpus(states);
    const usable = idsOf(states);
    const push = (number: number, count: number): void => {
      machine.waiting.push({ number, usable, request: { ...one, count }, length: 1 });
    };
    push(0, 1);
    for (let number = 1; number < 2 * blockSize; number++) push(number, 8);
    do machine.grant();
    while (machine.endNext() && !machine.begun.includes(0));
    expect(machine.begun.indexOf(0)).toBeLessThan(blockSize);
  });

  test('who waits for somebody without a lease keeps no GPU from the others', () => {
    const states = [idleGpu(0), idleGpu(1, { processes: [stranger], usedMib: 5_000 })];
    const machine = new SimulatedGpus(states);
    const usable = idsOf(states);
    machine.waiting = [
      { number: 0, usable, request: { ...one, count: 2 }, length: 1 },
      { number: 1, usable, request: one, length: 1 },
    ];
    expect(machine.grant().map(({ number, gpus }) => [number, gpus])).toEqual([[1, ['GPU-0']]]);
  });
});

describe('the least loaded GPUs', () => {
  const load = (index: number, held: readonly GpuRequest[], more = {}) =>
    loadOf(
      idleGpu(index, more),
      held.map((request) => ({ request, gpus: [`GPU-${index}`] })),
      () => false,
    );
  const half = { ...one, sharesPerGpu: 2 };

  test('are chosen first, those with more memory before others', () => {
    const loads = [load(0, [half]), load(1, [], { usedMib: 900 }), load(2, [])];
    expect(chooseGpus(half, loads)).toEqual(['GPU-2']);
    expect(chooseGpus({ ...half, count: 2 }, loads)).toEqual(['GPU-1', 'GPU-2']);
    expect(chooseGpus({ ...one, count: 3 }, loads)).toBeUndefined();
  });

  test('are none that a process without a lease uses, for those that share with nobody', () => {
    const used = load(0, [], { processes: [stranger], usedMib: 5_000 });
    expect(chooseGpus(one, [used])).toBeUndefined();
    expect(chooseGpus(half, [used])).toEqual(['GPU-0']);
    expect(chooseGpus({ ...half, memoryMib: 76_000 }, [used])).toBeUndefined();
  });

  test('have the memory that is asked for, beside what leases were promised', () => {
    const quarter = { count: 1, sharesPerGpu: 4, memoryMib: 30_000 };
    expect(chooseGpus(quarter, [load(0, [quarter])])).toEqual(['GPU-0']);
    expect(chooseGpus(quarter, [load(0, [quarter, quarter])])).toBeUndefined();
    expect(chooseGpus(quarter, [load(0, [], { memoryMib: 0, usedMib: null })])).toBeUndefined();
  });

  test('are found by memory where the driver tells no processes', () => {
    expect(chooseGpus(one, [load(0, [], { processes: null, usedMib: 2_000 })])).toBeUndefined();
    expect(chooseGpus(one, [load(0, [], { processes: null, usedMib: 300 })])).toEqual(['GPU-0']);
  });
});

/** By what was leased alone, not by the loads that the rule has computed. */
function faultsOf({ states, running }: SimulatedGpus): string[] {
  const ofGpus = states.flatMap(({ id, memoryMib, fault, processes }) => {
    const own = running.filter(({ gpus }) => gpus.includes(id));
    const held = own.reduce((sum, { job }) => sum + 1 / job.request.sharesPerGpu, 0);
    const promised = own.reduce((sum, { job }) => sum + job.request.memoryMib, 0);
    const others = (processes ?? []).reduce((sum, process) => sum + (process.memoryMib ?? 0), 0);
    const isShared = own.every(({ job }) => job.request.sharesPerGpu > 1);
    return [
      ...(held > 1 + 1e-9 ? [`${id} is leased ${held} times`] : []),
      ...(promised > 0 && promised + others > memoryMib ? [`${id} has too little memory`] : []),
      ...(own.length > 0 && fault !== null ? [`${id} is broken`] : []),
      ...(others > 0 && !isShared ? [`${id} is used by others`] : []),
    ];
  });
  const ofJobs = running.flatMap(({ number, gpus, job }) => [
    ...(new Set(gpus).size === job.request.count ? [] : [`${number} has ${gpus.length} GPUs`]),
    ...(gpus.every((id) => job.usable.includes(id)) ? [] : [`${number} has what it may not use`]),
  ]);
  return [...ofGpus, ...ofJobs];
}
