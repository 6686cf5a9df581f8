/** A task of an array, as Slurm starts it on a node, without a Slurm around it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Ledger } from '../../runner/exec/slurm/ledger.ts';
import { runSlurmTask } from '../../runner/exec/slurm/run-task.ts';
import { FakeWorkerControl, fakeWorkerFile, type Order } from '../util/fake-worker.ts';
import { specIn } from '../util/job-spec.ts';
import { until } from '../util/slurm.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

/** Starts a task whose job does as it is told. */
function begin(order: Order) {
  const folder = temporaryFolder();
  const control = new FakeWorkerControl(join(folder, 'control'));
  mkdirSync(control.folder);
  const spec = specIn(folder, 'a');
  control.order({ a: order });
  const ledger = new Ledger(join(folder, 'slurm'));
  const worker = { file: fakeWorkerFile, build: null };
  const tasks = [{ formatVersion: 1 as const, spec, worker, program: null }];
  const { name } = ledger.addWave(tasks, '2026-01-02T03:04:05.000Z');
  process.env['REPRISE_FAKE'] = control.folder;
  const told: (() => void)[] = [];
  const hasEnded = runSlurmTask(ledger.waveFolder(name), {
    env: { SLURM_ARRAY_TASK_ID: '0' },
    onTerminate: (callback) => told.push(callback),
    say: () => undefined,
  }).finally(() => delete process.env['REPRISE_FAKE']);
  const terminate = (): void => {
    for (const callback of told) callback();
  };
  return { control, hasEnded, terminate, end: () => ledger.readEnd({ wave: name, index: 0 }) };
}

async function killWorker(control: FakeWorkerControl): Promise<void> {
  await until(async () => control.pids().length > 0);
  const pid = Number(control.pids()[0]);
  process.kill(pid, 'SIGTERM');
  await until(() => !existsSync(`/proc/${pid}`));
}

test('Slurm takes the node back and reaches the worker first: that is no end of the job', async () => {
  const { control, hasEnded, terminate, end } = begin('hang');
  await killWorker(control);
  terminate();
  expect(await hasEnded).toBe(false);
  expect(end()).toBeUndefined();
});

test('a worker that dies by itself is the end of its job', async () => {
  const { hasEnded, end } = begin('exit');
  expect(await hasEnded).toBe(true);
  expect(end()?.outcome).toMatchObject({ done: false, failure: { reason: 'worker-exited', exitCode: 3 } });
});
