import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cpuDevices } from '../../../runner/exec/device.ts';
import { LocalExecutor } from '../../../runner/exec/local-executor.ts';
import { failureText } from '../../../runner/log/failure-text.ts';
import { specIn } from '../../util/job-spec.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const own = 'a'.repeat(64);
const other = 'b'.repeat(64);

/** Gives a job to a worker that says `ready` in the name of a build, and does the job. */
async function run(says: string | null | undefined, changed: readonly string[] = []) {
  const file = join(temporaryFolder(), 'worker.mjs');
  const ready = {
    type: 'ready',
    engine: { name: 'wasm', version: 1, determinism: 'bit-exact' },
    build: says,
  };
  writeFileSync(
    file,
    `process.on('message', ({ type, spec }) =>
      type === 'run' ? process.send({ type: 'done', key: spec.key }) : process.exit(0));
    process.send(${JSON.stringify(ready)});`,
  );
  const build = { id: own, changedFiles: () => changed };
  const executor = new LocalExecutor({ file: process.execPath, args: [file], build }, cpuDevices(1));
  onTestFinished(() => executor.close());
  return executor.run(specIn(temporaryFolder(), 'job'), new AbortController().signal, () => undefined);
}

test('a worker of the build is taken', async () => {
  expect(await run(own)).toEqual({ done: true });
});

test.each([
  [other, 'found one of bbbbbbbbbbbb'],
  [null, 'found one that names no build'],
  [undefined, 'found one that names no build'],
])('a worker that says %j is refused', async (says, found) => {
  const outcome = await run(says);
  if (outcome.done) throw new Error('expected a refusal');
  expect(failureText(outcome.failure)).toBe(
    `expected a worker of the build aaaaaaaaaaaa, ${found}\n  help: run again, which starts workers of the current build`,
  );
});

test('a worker whose files were changed is not started', async () => {
  expect(await run(own, ['worker.js'])).toMatchObject({
    failure: { reason: 'worker-changed', files: ['worker.js'] },
  });
});
