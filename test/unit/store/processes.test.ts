import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { sampleKey } from './sample-job.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-publisher-'));
const program = join(folder, 'publisher.mjs');
beforeAll(async () => {
  const entry = join(import.meta.dirname, 'publisher.ts');
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (mode: 'crash' | 'race', root: string, number: number) =>
  spawn(process.execPath, [program, mode, root, String(number)], { stdio: ['pipe', 'pipe', 'inherit'] });

/** Nothing half-written is there, and what is left over goes away. */
async function expectSound(root: string): Promise<void> {
  const store = openStore(root);
  const findings = await store.fsck();
  expect(findings.filter(({ reason }) => reason !== 'object-orphan')).toEqual([]);
  store.cleanStaging();
  expect(readdirSync(join(root, 'locks'))).toEqual([]);
  expect(readdirSync(join(root, 'staging'))).toEqual([]);
  expect(store.gc({ dryRun: false }).ok).toBe(true);
  expect(await store.fsck()).toEqual([]);
}

/** Kills a publisher before its n-th write. Returns how many writes of its first job it did; null when that was done. */
async function crashAt(write: number): Promise<number | null> {
  const root = temporaryFolder();
  expect(await once(start('crash', root, write), 'exit')).toEqual([null, 'SIGKILL']);
  const store = openStore(root);
  const isDone = store.findRecord(sampleKey(1)) !== undefined;
  const findings = await store.fsck();
  expect(findings.filter(({ reason }) => reason !== 'object-orphan')).toEqual([]);
  // Without cleaning up first: the stale lock of the dead process is taken over.
  const claimed = store.claim(sampleKey(isDone ? 2 : 1));
  if (claimed.outcome !== 'claimed') throw new Error(`Expected a claim, got ${claimed.outcome}`);
  claimed.claim.release();
  await expectSound(root);
  return isDone ? null : write - 1;
}

describe('a publisher that is killed', () => {
  it('before any of the writes of a job leaves a sound store, and the job can be claimed again', async () => {
    const left: number[] = [];
    for (let write = 1; ; write++) {
      const writes = await crashAt(write);
      if (writes === null) break;
      left.push(writes);
    }
    // Flushes of two objects (2), their folders (2), the new folders above those (2); the record's file (1) and its flush
    // (1). The record has its name before the last flushes, of its folder and those above.
    expect(left).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('at twenty random moments leaves a sound store', async () => {
    const root = temporaryFolder();
    for (let round = 1; round <= 20; round++) {
      const child = start('crash', root, 0);
      const exited = once(child, 'exit');
      let writes = 0;
      for await (const chunk of child.stdout) {
        writes += String(chunk).length / 2;
        if (writes > round) child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
    }
    expect([...openStore(root).records()].length).toBeGreaterThan(0);
    await expectSound(root);
  });
});

describe('several processes on one store', () => {
  it('compute each job exactly once, also where a dead process left its lock', async () => {
    const root = temporaryFolder();
    const count = 24;
    mkdirSync(join(root, 'locks'));
    for (let seed = 1; seed <= count; seed += 2) {
      const dead = {
        ...ownIdentity(),
        processStart: null,
        pid: 4_194_305,
        startedAt: '',
        token: `dead-${seed}`,
      };
      writeFileSync(join(root, 'locks', `${sampleKey(seed)}.lock`), JSON.stringify(dead));
    }
    const children = [1, 2, 3].map(() => start('race', root, count));
    const exits = children.map((child) => once(child, 'exit'));
    for (const child of children) child.stdin.end();
    expect(await Promise.all(exits)).toEqual(children.map(() => [0, null]));
    const computed = readFileSync(join(root, 'computed.log'), 'utf8').trim().split('\n').map(Number);
    expect(computed.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    await expectSound(root);
  });
});
