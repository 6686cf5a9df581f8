import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cpuDevices } from '../../../runner/exec/device.ts';
import type { GpuPool } from '../../../runner/exec/gpu-pool.ts';
import { LocalExecutor } from '../../../runner/exec/local-executor.ts';
import type { WorkerLimits } from '../../../runner/exec/worker-process.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { ok } from '../../../schemas/result.ts';
import { describeExecutor, type ExecutorRig } from '../../util/describe-executor.ts';
import { FakeWorkerControl, fakeWorkerFile, type Order } from '../../util/fake-worker.ts';
import { specIn } from '../../util/job-spec.ts';
import { type Behaviour, MemoryExecutor } from '../../util/memory-executor.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const orders = { finish: 'finish', refuse: 'refuse', throw: 'throw', die: 'exit', hang: 'hang' } as const;

function localRig(slots: number, limits: WorkerLimits = { startMs: 60_000, shutdownMs: 500 }) {
  const folder = temporaryFolder();
  const control = new FakeWorkerControl(join(folder, 'control'));
  mkdirSync(control.folder);
  const devices = cpuDevices(slots).map((device) => ({ ...device, env: { REPRISE_FAKE: control.folder } }));
  const command = { file: process.execPath, args: [fakeWorkerFile] };
  const executor = new LocalExecutor(command, devices, { limits });
  onTestFinished(() => executor.close());
  const given: Record<string, Order> = {};
  const order = (what: Order): JobSpec => {
    const label = `${what}-${Object.keys(given).length}`;
    given[label] = what;
    control.order(given);
    return specIn(folder, label);
  };
  return { folder, control, executor, order };
}

describeExecutor('the executor of local worker processes', (slots): ExecutorRig => {
  const { executor, order } = localRig(slots);
  return { executor, spec: (behaviour) => order(orders[behaviour]) };
});

const behaviours: Readonly<Record<keyof typeof orders, Behaviour>> = {
  finish: async ({ outputFolder }) => {
    writeFileSync(join(outputFolder, 'metrics.json'), '{}\n');
    return undefined;
  },
  refuse: async () => ({ reason: 'job-refused', message: 'no' }),
  throw: async () => ({ reason: 'unknown-error-thrown', message: 'boom' }),
  die: async () => ({ reason: 'worker-exited', exitCode: 3 }),
  hang: () => new Promise(() => undefined),
};

describeExecutor('the executor in memory', (slots): ExecutorRig => {
  const folder = temporaryFolder();
  let jobs = 0;
  const executor = new MemoryExecutor(slots, (spec) => {
    const [behaviour = ''] = spec.label.split('-');
    return behaviours[behaviour as keyof typeof orders](spec);
  });
  return { executor, spec: (behaviour) => specIn(folder, `${behaviour}-${++jobs}`) };
});

describe('a local worker', () => {
  const signal = new AbortController().signal;
  const ignore = (): void => undefined;

  test('that never says `ready` is given up and killed', async () => {
    const { control, executor, order } = localRig(1, { startMs: 300, shutdownMs: 500 });
    control.beSilent();
    expect(await executor.run(order('finish'), signal, ignore)).toEqual({
      done: false,
      failure: { reason: 'worker-start-timed-out', timeoutMs: 300 },
      log: '',
    });
  });

  test('is known before it is ready, so that an abort ends it', async () => {
    const { control, executor, order } = localRig(1);
    control.beSilent();
    const abort = new AbortController();
    const outcome = executor.run(order('finish'), abort.signal, ignore);
    abort.abort({ reason: 'interrupted' });
    expect(await outcome).toMatchObject({ failure: { reason: 'interrupted' } });
  });

  test.each(['stop', 'deaf'] as const)(
    'that is idle and %s is killed when the executor closes',
    async (what) => {
      const { executor, order } = localRig(1);
      expect(await executor.run(order(what), signal, ignore)).toEqual({ done: true });
      await executor.close();
    },
  );

  test('that cannot start says why', async () => {
    const command = { file: process.execPath, args: ['--no-such-option'] };
    const executor = new LocalExecutor(command, cpuDevices(1));
    const outcome = await executor.run(specIn(temporaryFolder(), 'a'), signal, ignore);
    expect(outcome).toMatchObject({
      done: false,
      failure: { reason: 'worker-did-not-start', message: expect.stringContaining('--no-such-option') },
    });
    await executor.close();
  });

  test('whose program is not there says why', async () => {
    const executor = new LocalExecutor({ file: '/no/such/program', args: [] }, cpuDevices(1));
    const outcome = await executor.run(specIn(temporaryFolder(), 'a'), signal, ignore);
    expect(outcome).toMatchObject({ failure: { reason: 'worker-did-not-start' } });
    await executor.close();
  });

  test('that failed in an unforeseen way is not used again; one that refused is', async () => {
    const { executor, order, control } = localRig(1);
    for (const what of ['refuse', 'finish', 'throw', 'finish'] as const) {
      await executor.run(order(what), signal, ignore);
    }
    expect(new Set(control.pids()).size).toBe(2);
  });

  test('hands the end of what it printed to whoever looks for the cause', async () => {
    const { executor, order } = localRig(1);
    expect(await executor.run(order('shout'), signal, ignore)).toEqual({
      done: false,
      failure: { reason: 'worker-exited', exitCode: 4 },
      log: 'on stdout\non stderr\n',
    });
  });
});

test('a worker on GPUs has one lease for all its jobs, bound to its process, and gives it back when it has ended', async () => {
  const folder = temporaryFolder();
  const control = new FakeWorkerControl(join(folder, 'control'));
  mkdirSync(control.folder);
  const told: string[] = [];
  const bound: string[] = [];
  const gpus: GpuPool = {
    lease: async (request, job) => {
      told.push(`lease ${request.count} for ${job}`);
      return ok({
        device: { id: 'cuda:3', env: { REPRISE_FAKE: control.folder } },
        deviceFiles: [],
        bind: (pid) => bound.push(String(pid)),
        release: () => told.push('release'),
      });
    },
    close: () => Promise.resolve(),
  };
  const place = { id: 'gpu:0', env: {}, gpus: { count: 1, sharesPerGpu: 1, memoryMib: 0 } };
  const command = { file: process.execPath, args: [fakeWorkerFile] };
  const executor = new LocalExecutor(command, [place], { gpus });
  control.order({ one: 'finish', two: 'finish' });
  const devices: string[] = [];
  for (const label of ['one', 'two']) {
    const outcome = await executor.run(specIn(folder, label), new AbortController().signal, (event) => {
      if (event.type === 'started') devices.push(event.device);
    });
    expect(outcome).toEqual({ done: true });
  }
  expect(devices).toEqual(['cuda:3', 'cuda:3']);
  expect(told).toEqual(['lease 1 for one']);
  expect(bound).toEqual([control.pids()[0]]);
  await executor.close();
  expect(told).toEqual(['lease 1 for one', 'release']);
});
