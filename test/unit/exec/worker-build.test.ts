import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpuDevices } from '../../../runner/exec/device.ts';
import { WorkerProcess, workerLimits } from '../../../runner/exec/worker-process.ts';
import { failureText } from '../../../runner/log/failure-text.ts';
import { systemClock } from '../../../runner/util/clock.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const own = 'a'.repeat(64);
const other = 'b'.repeat(64);

/** A worker that says `ready` in the name of a build. */
function start(says: string | null | undefined, changed: readonly string[] = []) {
  const file = join(temporaryFolder(), 'worker.mjs');
  const ready = {
    type: 'ready',
    engine: { name: 'wasm', version: 1, determinism: 'bit-exact' },
    build: says,
  };
  writeFileSync(
    file,
    `process.on('message', () => process.exit(0));\nprocess.send(${JSON.stringify(ready)});\n`,
  );
  const [device] = cpuDevices(1);
  if (device === undefined) throw new Error('expected a device');
  const build = { id: own, changedFiles: () => changed };
  const command = { file: process.execPath, args: [file], build };
  return new WorkerProcess(command, device, workerLimits, systemClock);
}

test('a worker of the build is taken', async () => {
  const worker = start(own);
  expect(await worker.ready()).toBeUndefined();
  await worker.shutdown();
});

test.each([
  [other, 'found one of bbbbbbbbbbbb'],
  [null, 'found one that names no build'],
  [undefined, 'found one that names no build'],
])('a worker that says %j is refused', async (says, found) => {
  const failure = await start(says).ready();
  if (failure === undefined) throw new Error('expected a refusal');
  expect(failureText(failure)).toBe(
    `expected a worker of the build aaaaaaaaaaaa, ${found}\n  help: run again, which starts workers of the current build`,
  );
});

test('a worker whose files were changed is given no job', async () => {
  expect(await start(own, ['worker.js']).ready()).toEqual({ reason: 'worker-changed', files: ['worker.js'] });
});
