/**
 * A program that publishes jobs, run as a process of its own by the tests of crashes and races.
 * `crash <root> <n>` publishes until its n-th write to the disk and dies there; n = 0 goes on until it is killed,
 * with a line on the standard output before each write. `race <root> <count>` waits for its standard input to
 * close, then computes the jobs 1 to count, unless another process does, and logs the ones it computed.
 */
import { appendFileSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../runner/store/open-store.ts';
import type { Store } from '../../../runner/store/store.ts';
import { type DurableFiles, durableFiles } from '../../../runner/util/durable-files.ts';
import { sampleDetails, sampleKey } from './sample-job.ts';

const [mode = '', root = '', number = '0'] = process.argv.slice(2);
if (mode === 'crash') crash(Number(number));
else race(Number(number));

function crash(at: number): void {
  let writes = 0;
  const before = (): void => {
    writes += 1;
    if (writes === at) process.kill(process.pid, 'SIGKILL');
    if (at === 0) writeSync(1, '.\n');
  };
  const files: DurableFiles = {
    ...durableFiles,
    create: (...all) => act(before, () => durableFiles.create(...all)),
    write: (...all) => act(before, () => durableFiles.write(...all)),
    syncFile: (path) => act(before, () => durableFiles.syncFile(path)),
    syncFolder: (path) => act(before, () => durableFiles.syncFolder(path)),
  };
  const store = openStore(root, { files });
  for (let seed = 1; ; seed++) compute(store, seed);
}

function act(before: () => void, operation: () => void): void {
  before();
  operation();
}

function race(count: number): void {
  const store = openStore(root);
  readFileSync(0);
  for (let seed = 1; seed <= count; seed++) {
    while (!compute(store, seed)) {
      // Another process is at work on it.
    }
  }
}

/** Whether the job is finished, by whomever. */
function compute(store: Store, seed: number): boolean {
  const claimed = store.claim(sampleKey(seed));
  if (claimed.outcome === 'hit') return true;
  if (claimed.outcome !== 'claimed') return false;
  const { claim } = claimed;
  appendFileSync(join(root, 'computed.log'), `${seed}\n`);
  writeFileSync(join(claim.stagingFolder, 'metrics.json'), `{"seed":${seed}}`);
  writeFileSync(join(claim.stagingFolder, 'weights.bin'), Buffer.alloc(100_000, seed));
  const published = claim.publish(sampleDetails(seed));
  claim.release();
  return published.ok;
}
