/** A job and its surroundings, as small as the types allow. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobKey } from '../../../runner/key/job-key.ts';
import type { Claim, PublishDetails, Store } from '../../../runner/store/store.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { type GitCommit, type JobKey, toGitCommit, toSeed } from '../../../schemas/ids.ts';
import { type JobRecord, type KeyMaterial, keyVersion } from '../../../schemas/record.ts';

export const commit: GitCommit = toGitCommit('c'.repeat(40));

const sampleMaterial = (seed: number): KeyMaterial => ({
  keyVersion,
  kind: 'train',
  parameters: { epochs: 2, learningRate: 0.025, task: { data: 'textures10' } },
  seed: toSeed(seed),
  inputs: { architecture: sha256('architecture') },
  data: null,
  code: { sources: sha256('sources'), packages: sha256('packages'), tools: sha256('tools') },
  engine: { name: 'wasm', version: 1 },
});

export const sampleKey = (seed: number): JobKey => jobKey(sampleMaterial(seed));

export const sampleDetails = (seed: number, changes: Partial<PublishDetails> = {}): PublishDetails => ({
  material: sampleMaterial(seed),
  label: `rsws/first/train/s${seed}`,
  commit,
  dirtyPatch: null,
  engine: { name: 'wasm', version: 1, determinism: 'bit-exact' },
  environment: { node: '20.19.0', platform: 'linux', arch: 'x64', cpu: 'test', device: 'cpu:0' },
  timing: { startedAt: '2026-01-02T03:04:05.000Z', wallMs: 12, attempt: 1 },
  ...changes,
});

/** @throws when the key is a hit or held. */
export function expectClaim(store: Store, key: JobKey, recompute = false): Claim {
  const claimed = store.claim(key, { recompute });
  if (claimed.outcome !== 'claimed') throw new Error(`Expected a claim, got ${claimed.outcome}`);
  return claimed.claim;
}

/** Publishes a job with these output files. */
export function publishSample(
  store: Store,
  seed: number,
  outputs: Readonly<Record<string, string>> = { 'metrics.json': `{"seed":${seed}}` },
  changes: Partial<PublishDetails> = {},
): JobRecord {
  const claim = expectClaim(store, sampleKey(seed));
  try {
    for (const [name, text] of Object.entries(outputs)) writeFileSync(join(claim.stagingFolder, name), text);
    const published = claim.publish(sampleDetails(seed, changes));
    if (!published.ok) throw new Error(JSON.stringify(published.failures));
    return published.value;
  } finally {
    claim.release();
  }
}
