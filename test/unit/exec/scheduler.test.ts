import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cpuDevices } from '../../../runner/exec/device.ts';
import { DriverHost } from '../../../runner/exec/driver-host.ts';
import { LocalExecutor } from '../../../runner/exec/local-executor.ts';
import { recordOfResult } from '../../../runner/exec/run-state.ts';
import { Scheduler } from '../../../runner/exec/scheduler.ts';
import { expand } from '../../../runner/graph/expand.ts';
import type { RunEvent } from '../../../runner/log/run-event.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import { systemClock } from '../../../runner/util/clock.ts';
import { type DurableFiles, durableFiles } from '../../../runner/util/durable-files.ts';
import { byCodeUnit } from '../../../schemas/canonical.ts';
import { FakeWorkerControl, fakeWorkerFile } from '../../util/fake-worker.ts';
import { smallManifest } from '../../util/manifest.ts';
import { someCommit, someContext } from '../../util/records.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

interface RigOptions {
  readonly workers?: number;
  readonly retries?: number;
  readonly timeoutMinutes?: number;
  readonly files?: DurableFiles;
}

function rig(options: RigOptions = {}) {
  const folder = temporaryFolder();
  const control = new FakeWorkerControl(join(folder, 'control'));
  mkdirSync(control.folder);
  const events: RunEvent[] = [];
  const start = (onEvent: (event: RunEvent) => void = () => undefined) => {
    const devices = cpuDevices(options.workers ?? 2).map((device) => ({
      ...device,
      env: { REPRISE_FAKE: control.folder },
    }));
    const executor = new LocalExecutor({ file: process.execPath, args: [fakeWorkerFile] }, devices);
    // The methods of this manifest share weights, so that nothing is driven.
    const drivers = new DriverHost({ file: process.execPath, args: [fakeWorkerFile] });
    onTestFinished(async () => {
      await executor.close();
      await drivers.close();
    });
    const scheduler = new Scheduler({
      runId: 'test',
      graph: expand(smallManifest),
      context: someContext,
      store: openStore(join(folder, 'store'), { files: options.files ?? durableFiles }),
      executor,
      drivers,
      log: {
        emit: (event) => {
          events.push(event);
          onEvent(event);
        },
        close: () => undefined,
      },
      clock: systemClock,
      commit: someCommit,
      dirtyPatch: null,
      foldersOf: () => ({ dataFolder: null, benchmarkFolder: null }),
      limits: { timeoutMinutes: options.timeoutMinutes ?? 10, retries: options.retries ?? 1 },
    });
    return { scheduler };
  };
  const failureOf = (results: Awaited<ReturnType<Scheduler['run']>>['results'], label: string) => {
    const result = results.get(label);
    return result?.status === 'failed' ? result.failure : undefined;
  };
  return { control, events, start, failureOf, storeRoot: join(folder, 'store') };
}

describe('Scheduler', () => {
  test('a first run computes every job once, a second none', async () => {
    const { control, start } = rig();
    expect(await start().scheduler.run()).toMatchObject({
      executed: 20,
      hits: 0,
      failed: 0,
      interrupted: false,
    });
    expect(new Set(control.started()).size).toBe(18);
    expect(await start().scheduler.run()).toMatchObject({ executed: 0, hits: 20, failed: 0 });
    expect(control.started()).toHaveLength(18);
  });

  test('a worker begins its next job while the last one waits for the disk, which is not done until then', async () => {
    let begin = (): void => undefined;
    const second = new Promise<void>((settle) => {
      begin = settle;
    });
    const syncFileSoon = (path: string) => second.then(() => durableFiles.syncFileSoon(path));
    const { start, events } = rig({ workers: 1, files: { ...durableFiles, syncFileSoon } });
    const doneBefore: number[] = [];
    const { scheduler } = start((event) => {
      if (event.type !== 'job-started') return;
      doneBefore.push(events.filter(({ type }) => type === 'job-done').length);
      if (doneBefore.length === 2) begin();
    });
    expect(await scheduler.run()).toMatchObject({ executed: 20, failed: 0 });
    expect(doneBefore.slice(0, 2)).toEqual([0, 0]);
  });

  test('one worker and three give the same records', async () => {
    const [one, three] = [rig({ workers: 1 }), rig({ workers: 3 })];
    const keysOf = async (r: typeof one) =>
      [...(await r.start().scheduler.run()).results].map(([label, result]) => [
        label,
        recordOfResult(result)?.artifactId,
      ]);
    expect(await keysOf(one)).toEqual(await keysOf(three));
  });

  test('a failed job fails what depends on it, and nothing else', async () => {
    const { control, start, failureOf } = rig();
    control.order({ 'random/first/retrain/s2': 'throw' });
    const { results, failed } = await start().scheduler.run();
    expect(failureOf(results, 'random/first/retrain/s2')).toEqual({
      reason: 'unknown-error-thrown',
      message: 'boom',
    });
    expect(failureOf(results, 'random/first/evaluate/s4')).toEqual({
      reason: 'dependency-failed',
      dependency: 'random/first/retrain/s2',
    });
    expect(failed).toBe(1 + 1 + 4);
    expect(results.get('random/second/evaluate/s14')?.status).toBe('done');
    expect(control.started().filter((label) => label === 'random/first/retrain/s2')).toHaveLength(1);
  });

  test('a dead worker is replaced and its job tried again, as often as the limit says', async () => {
    const { control, start, events, failureOf } = rig({ retries: 1 });
    control.order({ 'random/first/search/s1': ['kill'], 'random/first/search/s2': ['exit', 'exit', 'exit'] });
    const { results } = await start().scheduler.run();
    expect(results.get('random/first/search/s1')?.status).toBe('done');
    expect(failureOf(results, 'random/first/search/s2')).toEqual({ reason: 'worker-exited', exitCode: 3 });
    const retried = events.flatMap((event) => (event.type === 'job-retried' ? [event] : []));
    expect(retried.sort((a, b) => byCodeUnit(a.label, b.label))).toEqual([
      expect.objectContaining({
        label: 'random/first/search/s1',
        failure: { reason: 'worker-killed-by-signal', signal: 'SIGKILL' },
      }),
      expect.objectContaining({
        label: 'random/first/search/s2',
        failure: { reason: 'worker-exited', exitCode: 3 },
      }),
    ]);
  });

  test('a job that refuses keeps its message and its hint', async () => {
    const { control, start, failureOf } = rig();
    control.order({ 'random/second/search/s11': 'refuse' });
    const { results } = await start().scheduler.run();
    expect(failureOf(results, 'random/second/search/s11')).toEqual({
      reason: 'job-refused',
      message: 'not like this',
      hint: 'do it otherwise',
    });
  });

  test('a job that leaves no output is to blame itself, not the next one', async () => {
    const { control, start, failureOf } = rig();
    control.order({ 'random/first/search/s3': 'empty' });
    const { results } = await start().scheduler.run();
    expect(failureOf(results, 'random/first/search/s3')).toEqual({
      reason: 'bad-output',
      message: 'it left no architecture.json',
    });
  });

  test.each(['hang', 'murmur'] as const)(
    'a job that takes too long is ended and not tried again: %s',
    async (order) => {
      const { control, start, failureOf } = rig({ timeoutMinutes: 1 / 600 });
      control.order({ 'random/first/search/s1': order });
      const { results } = await start().scheduler.run();
      expect(failureOf(results, 'random/first/search/s1')).toEqual({ reason: 'timed-out', timeoutMs: 100 });
      expect(control.started().filter((label) => label === 'random/first/search/s1')).toHaveLength(1);
    },
  );

  test('stop lets running jobs finish, starts no others, and the next run goes on from there', async () => {
    const { control, start } = rig({ workers: 2 });
    control.order({ 'random/first/search/s1': 'wait', 'random/first/search/s2': 'wait' });
    let running = 0;
    const { scheduler } = start((event) => {
      if (event.type !== 'job-started' || ++running !== 2) return;
      scheduler.stop();
      control.go();
    });
    expect(await scheduler.run()).toMatchObject({ executed: 2, failed: 0, notRun: 18, interrupted: true });
    expect(await start().scheduler.run()).toMatchObject({ executed: 18, hits: 2, failed: 0 });
  });

  test('abort ends running jobs at once and leaves nothing half-done', async () => {
    const { control, start } = rig();
    control.order({ 'random/first/search/s1': ['hang'], 'random/first/search/s2': ['hang'] });
    let running = 0;
    const { scheduler } = start((event) => {
      if (event.type === 'job-started' && ++running === 2) scheduler.abort();
    });
    expect(await scheduler.run()).toMatchObject({ executed: 0, failed: 0, notRun: 20, interrupted: true });
    control.order({});
    expect(await start().scheduler.run()).toMatchObject({ executed: 20, failed: 0 });
  });
});
