import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { GpuMachine, GpuState } from '../../../runner/device/gpu.ts';
import { GpuLeases } from '../../../runner/device/gpu-leases.ts';
import {
  entryFile,
  leaseFolder,
  openLeaseFolder,
  readEntries,
  writeEntry,
} from '../../../runner/device/lease-folder.ts';
import type { GpuRequest } from '../../../runner/exec/device.ts';
import type { GpuLease } from '../../../runner/exec/gpu-pool.ts';
import { systemClock } from '../../../runner/util/clock.ts';
import { groupOf } from '../../../runner/util/process-group.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { idleGpu } from '../../util/simulated-gpus.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const one: GpuRequest = { count: 1, sharesPerGpu: 1, memoryMib: 0 };
const never = new AbortController().signal;

/** A machine whose GPUs a test changes, and any number of runners on it. */
function rig(...states: readonly GpuState[]) {
  const folder = join(temporaryFolder(), 'leases');
  const gpus = [...states];
  const notices: string[] = [];
  const machine: GpuMachine = {
    look: async () => ({ states: gpus, usable: gpus.map(({ id }) => id) }),
  };
  const runner = (): GpuLeases => {
    const onNotice = (text: string): void => void notices.push(text);
    const leases = new GpuLeases({ machine, folder, clock: systemClock, onNotice });
    onTestFinished(() => leases.close());
    return leases;
  };
  const set = (i: number, more: Partial<GpuState>): void => {
    gpus[i] = { ...idleGpu(i), ...more };
  };
  return {
    folder,
    notices,
    runner,
    set,
    files: () => readdirSync(folder).filter((name) => name.endsWith('.json')),
  };
}

async function leased(leases: GpuLeases, request = one, job = 'job', signal = never): Promise<GpuLease> {
  const result = await leases.lease(request, job, signal);
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return result.value;
}

const failureOf = async (
  leases: GpuLeases,
  request: GpuRequest,
  signal = never,
): Promise<JobFailure | undefined> => {
  const result = await leases.lease(request, 'job', signal);
  return result.ok ? undefined : result.failures[0];
};

/** Whether it is settled after everybody has looked again. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  let open = true;
  void promise.then(() => {
    open = false;
  });
  await systemClock.sleep(1_300);
  return open;
}

/** A process group of its own that does nothing. */
function sleeper(): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  if (child.pid === undefined) throw new Error('sleep does not start');
  onTestFinished(() => void child.kill('SIGKILL'));
  return child as ChildProcess & { readonly pid: number };
}

const end = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

describe('leases of GPUs', () => {
  test('bind to different GPUs, and whoever comes too late waits until one is given back', async () => {
    const { runner, files } = rig(idleGpu(0), idleGpu(1));
    const [first, second] = [runner(), runner()];
    const held = [await leased(first), await leased(second)];
    expect(held.map(({ device }) => device)).toEqual([
      { id: 'cuda:0', env: { CUDA_VISIBLE_DEVICES: '0', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } },
      { id: 'cuda:1', env: { CUDA_VISIBLE_DEVICES: '1', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } },
    ]);
    const late = leased(first);
    expect(await isOpen(late)).toBe(true);
    held[1]?.release();
    expect((await late).device.id).toBe('cuda:1');
    held[0]?.release();
    (await late).release();
    await Promise.all([first.close(), second.close()]);
    expect(files()).toEqual([]);
  });

  test('fill a GPU with as many shares as the jobs allow', async () => {
    const { runner } = rig(idleGpu(0), idleGpu(1));
    const leases = runner();
    const half = { ...one, sharesPerGpu: 2 };
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push((await leased(leases, half)).device.id);
    expect(ids).toEqual(['cuda:0', 'cuda:1', 'cuda:0', 'cuda:1']);
    expect(await isOpen(leased(leases, half, 'fifth', AbortSignal.timeout(2_000)).catch(() => 0))).toBe(true);
  });

  test('are not given back before the process group has ended and its memory is seen free', async () => {
    const { runner, set } = rig(idleGpu(0));
    const leases = runner();
    const lease = await leased(leases);
    const program = sleeper();
    lease.bind(program.pid);
    set(0, { usedMib: 9_000, processes: [{ pid: program.pid, name: 'sleep', memoryMib: 9_000 }] });
    lease.release();
    const next = leased(leases);
    expect(await isOpen(next)).toBe(true);
    await end(program);
    set(0, { usedMib: 9_000, processes: [] });
    expect(await isOpen(next)).toBe(true);
    set(0, { usedMib: 100 });
    expect((await next).device.id).toBe('cuda:0');
  });

  test('outlive their runner, until what it started has ended', async () => {
    const { folder, runner, notices } = rig(idleGpu(0));
    const program = sleeper();
    openLeaseFolder(folder);
    writeEntry(entryFile(folder, 4), {
      formatVersion: 1,
      ...{ ...ownIdentity(), pid: 2 ** 22 - 3, processStart: '1' },
      ...{ number: 4, job: 'orphan', request: { ...one }, usable: ['GPU-0'], group: groupOf(program.pid) },
      gpus: [{ id: 'GPU-0', name: 'cuda:0', baselineMib: 0 }],
    });
    const next = leased(runner());
    expect(await isOpen(next)).toBe(true);
    expect(notices).toEqual([
      `GPUs: cuda:0: the runner of orphan (process ${2 ** 22 - 3}) died, but its process group ${program.pid} or its memory is still there`,
    ]);
    await end(program);
    expect((await next).device.id).toBe('cuda:0');
    expect(readEntries(folder).map(({ entry }) => entry.job)).toEqual(['job']);
  });

  test('leave alone what somebody uses without one, and say so once', async () => {
    const { runner, notices } = rig(
      idleGpu(0, { usedMib: 500, processes: [{ pid: process.pid, name: 'python3', memoryMib: 500 }] }),
      idleGpu(1),
    );
    const leases = runner();
    expect((await leased(leases)).device.id).toBe('cuda:1');
    expect(await isOpen(leased(leases, one, 'b', AbortSignal.timeout(2_000)).catch(() => 0))).toBe(true);
    expect(notices).toEqual([
      `GPUs: cuda:0 is used by python3 (process ${process.pid}), which holds no lease: the GPU counts as loaded`,
    ]);
  });

  test('leave a faulty GPU out', async () => {
    const { runner, notices } = rig(idleGpu(0, { fault: 'it has fallen off the bus' }), idleGpu(1));
    expect((await leased(runner())).device.id).toBe('cuda:1');
    expect(notices).toEqual(['GPUs: cuda:0 is left out: it has fallen off the bus']);
  });

  test('are refused at once where the machine can never give them', async () => {
    const { runner } = rig(idleGpu(0, { memoryMib: 24_000 }), idleGpu(1, { fault: 'broken' }));
    expect(await failureOf(runner(), { ...one, memoryMib: 30_000 })).toEqual({
      reason: 'gpus-unavailable',
      message:
        'it needs 1 GPU(s) with 30000 MiB each; this machine has cuda:0, 24000 MiB; cuda:1, 80000 MiB, left out: broken',
      hint: '`reprise doctor` shows the GPUs; `task.resources` says what a job needs, and changes no key',
    });
    expect(await failureOf(rig().runner(), one)).toMatchObject({
      message: 'it needs 1 GPU(s); this machine has none that it may use',
    });
  });

  test('that nobody wants any more are not waited for, and leave no file', async () => {
    const { runner, files } = rig(idleGpu(0));
    const leases = runner();
    const held = await leased(leases);
    const control = new AbortController();
    const waiting = failureOf(leases, one, control.signal);
    control.abort({ reason: 'interrupted' } satisfies JobFailure);
    expect(await waiting).toEqual({ reason: 'interrupted' });
    held.release();
    await leases.close();
    expect(files()).toEqual([]);
  });

  test('are kept in a folder of one’s own: a link is refused with what to do', async () => {
    const { folder, runner } = rig(idleGpu(0));
    symlinkSync(temporaryFolder(), folder);
    expect(await failureOf(runner(), one)).toMatchObject({
      message: expect.stringContaining('to be a folder of your own, in which leases of GPUs are kept'),
      hint: 'remove it, or name another folder with REPRISE_GPU_LEASES',
    });
  });

  test('lie in one folder for every runner, whatever its temporary folder', () => {
    expect(leaseFolder({ TMPDIR: '/elsewhere' })).toBe(leaseFolder({}));
    expect(leaseFolder({ REPRISE_GPU_LEASES: '/shared' })).toMatch(/^\/shared\/[0-9a-f]{16}$/);
  });
});
