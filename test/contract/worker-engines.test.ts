/** What the real worker says about engines that this machine may lack. */
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { engines } from '../../schemas/engine.ts';
import type { EngineReport } from '../../schemas/engine-report.ts';
import { sharingMethod, TinyJobs } from '../unit/job/tiny-jobs.ts';
import { WorkerRig } from '../unit/job/worker-rig.ts';

const worker = resolve('dist/worker.js');
const hasTensorFlow = ['tfjs-node', 'tfjs-node-gpu'].some((name) =>
  existsSync(`node_modules/@tensorflow/${name}`),
);

test('--engines prints one line for each engine', async () => {
  const { stdout } = await execa(process.execPath, [worker, '--engines'], { timeout: 20_000 });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"engine":'));
  const reports = lines.map((line) => JSON.parse(line) as EngineReport);
  expect(reports.map(({ engine }) => engine)).toEqual(Object.keys(engines));
  expect(reports[0]).toEqual({
    ...{ engine: 'wasm', available: true, devices: [] },
    kernels: expect.stringMatching(/^(?:AVX512|AVX2|NEON|WebAssembly)$/),
  });
});

test('a job on an engine that is not installed is refused with what to install', async ({ skip }) => {
  skip(hasTensorFlow, 'TensorFlow is installed');
  const jobs = new TinyJobs();
  const rig = new WorkerRig(worker);
  const spec = jobs.search(1, sharingMethod);
  const end = await rig.run({ ...spec, parameters: { ...spec.parameters, engine: 'tensorflow' } });
  expect(end).toEqual({
    type: 'failed',
    key: spec.key,
    failure: {
      reason: 'engine-unavailable',
      message:
        'The tensorflow engine is not available: neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed',
      hint: expect.stringContaining('npm install @tensorflow/tfjs-node-gpu@4.22.0'),
    },
  });
  rig.send({ type: 'shutdown' });
  expect(await rig.exit()).toBe(0);
  rmSync(jobs.folder, { recursive: true });
});
