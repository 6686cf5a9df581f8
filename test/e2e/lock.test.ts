/** What `reprise run` and `reprise fsck` make of locks, through the real command line. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forgeLock } from '../util/locked.ts';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const slow = { timeout: 300_000 };
const lockFile = 'manifests/tests/small.lock.json';
const manifest = 'manifests/tests/small.yaml';

describe('a run and the lock that is there', () => {
  test(
    'a lock whose numbers were changed is contradicted by name, stays, and is replaced on request',
    slow,
    async () => {
      const project = await TestProject.create();
      await project.cli('run', 'small');
      const honest = project.read(lockFile);
      forgeLock(project, (profile) => {
        const job = profile.jobs['random/first/evaluate/s1'];
        if (job === undefined) throw new Error('expected a job');
        const { 'random/first/search/s2': _, ...rest } = profile.jobs;
        const metrics = { ...job.metrics, cost: { multiplyAdds: 1, architectures: 3 } };
        return { ...profile, jobs: { ...rest, 'random/first/evaluate/s1': { ...job, metrics } } };
      });
      const forged = project.read(lockFile);
      const { code, err } = await project.cli('run', 'small');
      expect(err).toContain(
        `error: not reproduced: ${lockFile} says otherwise than this run found in 2 place(s)\n` +
          '    random/first/search/s2: the lock has no such job\n' +
          '    random/first/evaluate/s1: other numbers than it measured: cost.multiplyAdds\n',
      );
      expect(code).toBe(1);
      expect(project.read(lockFile)).toBe(forged);
      expect((await project.cli('run', 'small', '--update-lock')).code).toBe(0);
      expect(project.read(lockFile)).toBe(honest);
    },
  );

  test('after a change of the manifest it is written anew, with what changed', slow, async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    project.write(manifest, project.read(manifest).replace('count: 3', 'count: 4'));
    await project.commit('one more seed');
    const { code, err } = await project.cli('run', 'small');
    expect(code).toBe(0);
    expect(err).toContain(
      `lock: ${lockFile} written; commit it\n  it differs from the lock before it:\n    manifest: `,
    );
  });

  test('a comment leaves it as it is', slow, async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    const lock = project.read(lockFile);
    project.write(manifest, `${project.read(manifest)}# a comment\n`);
    await project.commit('a comment');
    expect((await project.cli('run', 'small')).err).toContain(
      `lock: ${lockFile} holds, every digest is equal`,
    );
    expect(project.read(lockFile)).toBe(lock);
  });

  test('one that cannot be believed is not overwritten without a word', slow, async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    const honest = project.read(lockFile);
    for (const text of [
      honest.replace('{\n', '{\n<<<<<<< HEAD\n'),
      '{"formatVersion":1,"profiles":{}}',
      'null',
    ]) {
      project.write(lockFile, text);
      const { code, err } = await project.cli('run', 'small');
      expect(err).toContain(`error: ${lockFile}: expected a lock`);
      expect(err).not.toContain('bug in Reprise');
      expect(code).toBe(1);
      expect(project.read(lockFile)).toBe(text);
      // The advice of that message.
      expect((await project.cli('run', 'small', '--update-lock')).code).toBe(0);
      expect(project.read(lockFile)).toBe(honest);
    }
  });

  test('what a killed writer left does not make the tree dirty, and is removed', slow, async () => {
    const project = await TestProject.create();
    const left = 'manifests/tests/small.0f3c1a2b-0000-4000-8000-0123456789ab.tmp.lock.json';
    project.write(left, '{"formatVersion"');
    expect((await project.cli('run', 'small')).code).toBe(0);
    expect(existsSync(join(project.root, left))).toBe(false);
  });
});

describe('a manifest that the commit does not have is not locked', () => {
  test.each([
    [
      'ignored by git',
      'manifests/my/mine.yaml',
      'expected a manifest that the current commit has, found one that git ignores or does not know',
    ],
    ['outside the project', 'outside', 'expected a manifest in the project, found one outside it'],
    [
      'behind a link',
      'manifests/tests/link.yaml',
      'expected a manifest that is a file in the current commit, found a link',
    ],
  ])('%s', slow, async (_, place, expected) => {
    const project = await TestProject.create();
    const text = project.read(manifest).replace('id: small', 'id: mine');
    const outside = join(temporaryFolder(), 'mine.yaml');
    writeFileSync(outside, text);
    project.write('.git/info/exclude', 'my/\n');
    if (place === 'manifests/my/mine.yaml') project.write(place, text);
    if (place === 'manifests/tests/link.yaml') {
      symlinkSync(outside, join(project.root, place));
      await project.commit('a link');
    }
    const file = place === 'outside' ? outside : place;
    const { code, err } = await project.cli('run', file);
    expect(err).toContain(expected);
    expect(code).toBe(2);
    expect(project.control.started()).toEqual([]);
    expect(existsSync(join(project.root, file.replace('.yaml', '.lock.json')))).toBe(false);
  });
});

test(
  'fsck --lock moves what the lock contradicts to quarantine, and the next run computes it again',
  slow,
  async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/search/s1': 'other' });
    await project.cli('run', 'small', '--no-lock');
    project.control.order({});
    await project.cli('run', 'small', '--store', temporaryFolder());
    await project.commit('lock');
    const csv = 'artifacts/reports/small.base/main.csv';
    project.write(csv, project.read(csv).replace('random', 'rsws'));
    const { code, out, err } = await project.cli('fsck', '--lock', 'small');
    expect(out).toMatch(
      /^record [0-9a-f]{64} of random\/first\/search\/s1: the lock of small \(base\) has other outputs; moved to quarantine$/m,
    );
    // More than the changed file where the other outputs led to another table.
    expect(err).toMatch(
      /^1 record\(s\) and [1-9]\d* report file\(s\) contradict the lock of small; `reprise run small` makes them again$/m,
    );
    expect(out).toContain('report main.csv: not what the lock of small (base) has');
    expect(code).toBe(1);
    const run = await project.cli('run', 'small');
    expect(run.err).toContain('holds, every digest is equal');
    expect(run.code).toBe(0);
    expect((await project.cli('fsck', '--lock', 'small')).code).toBe(0);
  },
);
