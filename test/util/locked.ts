/** Locked profiles and what reruns of them find, for tests of pure code. */
import { lockedArtifactId } from '../../runner/lock/at-commit.ts';
import { lockText } from '../../runner/lock/lock-file.ts';
import { sha256 } from '../../schemas/canonical.ts';
import { type GitCommit, toGitTree, toJobKey, toSeed } from '../../schemas/ids.ts';
import { type LockedJob, type LockedProfile, lockContract } from '../../schemas/lock.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import type { CodeTrees } from '../../schemas/record.ts';
import type { RerunResult } from '../../schemas/rerun-result.ts';
import type { TestProject } from './project.ts';
import { someCommit } from './records.ts';

const lockedCode: CodeTrees = {
  experiments: toGitTree('1'.repeat(40)),
  schemas: toGitTree('2'.repeat(40)),
  runner: toGitTree('3'.repeat(40)),
  scripts: toGitTree('4'.repeat(40)),
  'package.json': toGitTree('5'.repeat(40)),
  'package-lock.json': toGitTree('6'.repeat(40)),
};

export const testMetrics = (errorPercent: number): JobMetrics => ({
  test: { split: 'test', examples: 100, errorPercent, loss: 1 },
});

/** @param key makes the key. @param content makes the bytes of its metrics file. */
export function lockedJobOf(
  key: string,
  content: string,
  metrics: JobMetrics | null = null,
  outputs: Readonly<Record<string, string>> = { 'metrics.json': content, 'weights.bin': 'weights' },
): LockedJob {
  const digests = Object.entries(outputs).map(([name, text]) => [name, sha256(text)] as const);
  const job = { key: toJobKey(sha256(key)), seed: toSeed(1), outputs: Object.fromEntries(digests) };
  return { ...job, artifactId: lockedArtifactId(job, someCommit), metrics };
}

/** With artifact ids of the commit, whatever the jobs have. */
export const lockedProfileOf = (
  jobs: Readonly<Record<string, LockedJob>>,
  rest: Partial<LockedProfile> = {},
): LockedProfile => {
  const profile = {
    commit: someCommit,
    manifest: sha256('manifest'),
    files: { 'manifests/x.yaml': toGitTree('7'.repeat(40)) },
    code: lockedCode,
    engine: { name: 'wasm', version: 1, determinism: 'bit-exact' as const },
    reports: { 'main.md': sha256('report') },
    ...rest,
    jobs: { ...jobs },
  };
  return consistent(profile, profile.commit);
};

/** The profile with the artifact ids that follow from the rest of it. */
export const consistent = (profile: LockedProfile, commit: GitCommit = profile.commit): LockedProfile => ({
  ...profile,
  commit,
  jobs: Object.fromEntries(
    Object.entries(profile.jobs).map(([label, job]) => [
      label,
      { ...job, artifactId: lockedArtifactId(job, commit) },
    ]),
  ),
});

export const rerunResultOf = (found: LockedProfile, rest: Partial<RerunResult> = {}): RerunResult => ({
  formatVersion: 1,
  id: 'x',
  profile: 'base',
  found,
  graph: Object.keys(found.jobs).map((label) => ({ label, needs: [] })),
  failures: {},
  executed: Object.keys(found.jobs).length,
  hits: 0,
  reports: [],
  ...rest,
});

/** Changes the lock of `small` as somebody would who makes everything else fit. */
export function forgeLock(project: TestProject, change: (profile: LockedProfile) => LockedProfile): void {
  const file = 'manifests/tests/small.lock.json';
  const lock = lockContract.parse(project.read(file));
  if (!lock.ok) throw new Error('expected a lock');
  const profiles = Object.entries(lock.value.profiles).map(
    ([name, profile]) => [name, consistent(change(structuredClone(profile)))] as const,
  );
  project.write(file, lockText({ ...lock.value, formatVersion: 2, profiles: Object.fromEntries(profiles) }));
}
