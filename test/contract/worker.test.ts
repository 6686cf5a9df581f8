/** The protocol of schemas/job.ts, spoken with the real bundled worker. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engines } from '../../schemas/engine.ts';
import { digestsOf, sharingMethod, TinyJobs, training } from '../unit/job/tiny-jobs.ts';
import { bundleWorker, WorkerRig } from '../unit/job/worker-rig.ts';

const jobs = new TinyJobs();
const endless = { ...training, epochs: 100_000 };
let worker = { folder: '', file: '' };

beforeAll(async () => {
  worker = await bundleWorker();
});
afterAll(() => {
  for (const folder of [jobs.folder, worker.folder]) rmSync(folder, { recursive: true, force: true });
});

async function search(rig: WorkerRig): Promise<string> {
  const spec = jobs.search(1, sharingMethod);
  expect(await rig.run(spec)).toEqual({ type: 'done', key: spec.key });
  return join(spec.outputFolder, 'architecture.json');
}

test('a worker says ready, runs jobs one after the other and exits when told to', async () => {
  const rig = new WorkerRig(worker.file);
  expect(await rig.event(() => true)).toEqual({ type: 'ready', engine: engines.wasm, build: null });
  const architecture = await search(rig);
  const train = jobs.train(1, architecture, 'test');
  expect(await rig.run(train)).toEqual({ type: 'done', key: train.key });
  expect(Object.keys(digestsOf(train))).toContain('weights.safetensors');
  const kinds = new Set(rig.events.map(({ type }) => type));
  expect(kinds).toEqual(new Set(['ready', 'progress', 'done']));
  rig.send({ type: 'shutdown' });
  expect(await rig.exit()).toBe(0);
});

test('a refused job leaves the worker ready for the next one', async () => {
  const rig = new WorkerRig(worker.file);
  const refused = jobs.search(1, { kind: 'oracle' });
  expect(await rig.run(refused)).toEqual({
    type: 'failed',
    key: refused.key,
    failure: { reason: 'job-refused', message: 'This version has no method oracle' },
  });
  await search(rig);
  rig.send({ type: 'shutdown' });
  await rig.exit();
});

test('an error of the system is reported with its code and its path', async () => {
  const rig = new WorkerRig(worker.file);
  const spec = { ...jobs.search(1, sharingMethod), outputFolder: join(jobs.folder, 'nowhere') };
  const end = await rig.run(spec);
  expect(end).toMatchObject({
    type: 'failed',
    failure: { reason: 'system-error', code: 'ENOENT', path: expect.stringContaining('nowhere') },
  });
  rig.send({ type: 'shutdown' });
  await rig.exit();
});

test.each(['SIGINT', 'disconnect'])('%s in the middle of a job', async (what) => {
  const rig = new WorkerRig(worker.file);
  const architecture = await search(rig);
  const spec = jobs.train(1, architecture, 'test', endless);
  rig.send({ type: 'run', spec });
  await rig.event((event) => event.type === 'progress' && event.key === spec.key);
  if (what === 'SIGINT') {
    // The runner decides: the worker goes on, and a shutdown still reaches it.
    rig.process.kill('SIGINT');
    const seen = rig.events.length;
    await rig.event((event) => rig.events.indexOf(event) > seen && event.type === 'progress');
    rig.send({ type: 'shutdown' });
  } else {
    rig.process.disconnect();
  }
  expect(await rig.exit()).toBe(0);
});

test('progress is about the running job and never goes back', async () => {
  const rig = new WorkerRig(worker.file);
  const architecture = await search(rig);
  const spec = jobs.train(2, architecture, 'test', { ...training, epochs: 40 });
  await rig.run(spec);
  const progress = rig.events.flatMap((event) =>
    event.type === 'progress' && event.key === spec.key ? [event] : [],
  );
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
  for (const { done, total, unit } of progress) {
    expect([unit, done <= total, total]).toEqual(['minibatches', true, 40 * 8 + 1]);
  }
  rig.send({ type: 'shutdown' });
  await rig.exit();
});

test('a worker without a channel says who starts it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [worker.file], { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([
    2,
    '',
    'This worker is started by the runner: use `reprise run`.\n',
  ]);
});
