/** Runners and workers that are killed, and disks that fail: nothing is lost, and the next run needs no manual step. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { disturbances, expectRecovery, failDuring, fillDuring } from '../../scripts/faults/disturb.mjs';
import { failingDisk, memoryDisk } from '../../scripts/faults/small-disks.mjs';
import type { Call } from '../../scripts/faults/write-faults.mjs';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

// `npm run soak:kill` does hundreds of them.
vi.setConfig({ testTimeout: 600_000 });

const lock = 'manifests/tests/small.lock.json';

let undisturbed: Promise<{ readonly lock: string; readonly ms: number }> | undefined;

async function runUndisturbed(): Promise<{ readonly lock: string; readonly ms: number }> {
  const project = await TestProject.create();
  const since = performance.now();
  expect((await project.cli('run', 'small')).code).toBe(0);
  return { lock: project.read(lock), ms: performance.now() - since };
}

type Disturb = (call: Call, momentMs: number, random: () => number) => Promise<string | undefined>;

/** Strikes once, earlier when the run had ended before. @returns what happened. */
async function recoversFrom(disturb: Disturb, store: string, share: number, workers = '2'): Promise<string> {
  undisturbed ??= runUndisturbed();
  const expected = await undisturbed;
  const project = await TestProject.create();
  const args = ['run', 'small', '-j', workers, '--store', store];
  const call = { root: project.root, args, env: project.control.env, store };
  for (let momentMs = share * expected.ms; ; momentMs /= 2) {
    const happened = await disturb(call, momentMs, () => share);
    const lockFile = join(project.root, lock);
    if (happened !== undefined) {
      await expectRecovery({ ...call, lockFile, expectedLock: expected.lock });
      return happened;
    }
    rmSync(store, { recursive: true, force: true });
    rmSync(lockFile, { force: true });
  }
}

test.each([
  ['kill the runner', 0.7, 'killed', '2'],
  ['kill a worker', 0.6, 'the run went on', '2'],
  ['kill the runner and its workers', 0.8, 'killed', '2'],
  ['kill one of two runners', 0.8, 'the other went on', '1'],
])(
  '%s at %f of a run: the next one ends with the same lock and computes nothing twice',
  async (kind, share, what, workers) => {
    const disturb = disturbances[kind];
    if (disturb === undefined) throw new Error(`no disturbance is called ${kind}`);
    expect(await recoversFrom(disturb, join(temporaryFolder(), 'store'), share, workers)).toBe(what);
  },
);

test('a disk that is full for a while pauses a run, or ends it in words', async ({ skip }) => {
  const disk = memoryDisk(join(temporaryFolder(), 'memory'), 8);
  if (disk === undefined) return skip('needs the rights of root, to mount a small file system');
  try {
    const happened = await recoversFrom(
      (call, momentMs) => fillDuring(call, momentMs, disk),
      join(disk.folder, 'store'),
      0.7,
    );
    expect(['paused and went on', 'ended with its reason']).toContain(happened);
  } finally {
    disk.remove();
  }
});

test('a disk that turns read-only ends a run in words, and the next one goes on when it is mounted again', async ({
  skip,
}) => {
  const disk = failingDisk(join(temporaryFolder(), 'disk'), 32);
  if (disk === undefined)
    return skip('needs the rights of root, and a kernel that can fail an ext4 file system');
  try {
    const happened = await recoversFrom(
      (call, momentMs) => failDuring(call, momentMs, disk),
      join(disk.folder, 'store'),
      0.7,
    );
    expect(['ended with its reason', 'ended before its next write']).toContain(happened);
  } finally {
    disk.remove();
  }
});
