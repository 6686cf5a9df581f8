import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpuDevices } from '../../../runner/exec/device.ts';
import { WorkerProcess, workerLimits } from '../../../runner/exec/worker-process.ts';
import { systemClock } from '../../../runner/util/clock.ts';
import { specIn } from '../../util/job-spec.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('a job that is given to a worker whose channel has just closed ends as its death does', async () => {
  const file = join(temporaryFolder(), 'worker.mjs');
  const ready = { type: 'ready', engine: { name: 'wasm', version: 1, determinism: 'bit-exact' } };
  writeFileSync(
    file,
    `process.send(${JSON.stringify(ready)}, () => {
      process.disconnect();
      setTimeout(() => process.exit(3), 500);
    });`,
  );
  const [device] = cpuDevices(1);
  if (device === undefined) throw new Error('expected a device');
  const command = { file: process.execPath, args: [file] };
  const worker = new WorkerProcess(command, device, workerLimits, systemClock);
  expect(await worker.ready()).toBeUndefined();
  const soon = new Promise((resolve) => setTimeout(resolve, 100));
  await soon;
  const outcome = await worker.run(specIn(temporaryFolder(), 'job'), { onProgress: () => undefined });
  expect(outcome).toMatchObject({ done: false, failure: { reason: 'worker-exited', exitCode: 3 } });
});
