import { describe, expect, it } from 'vitest';
import { type ArtifactMaterial, artifactId } from '../../../runner/key/artifact-id.ts';
import { canonicalDigest, sha256 } from '../../../schemas/canonical.ts';
import { toGitCommit, toJobKey, toSeed } from '../../../schemas/ids.ts';

const material: ArtifactMaterial = {
  jobKey: toJobKey('a'.repeat(64)),
  commit: toGitCommit('c'.repeat(40)),
  dirtyPatch: null,
  seed: toSeed(7),
  outputs: {
    'metrics.json': sha256('m'),
    'curves/loss.csv': sha256('c'),
    '10': sha256('x'),
    '9': sha256('y'),
  },
};

describe('an artifact id', () => {
  it.each([
    ['of a clean tree, without a trace of a patch', { ...material }, ['dirtyPatch']],
    ['of a tree with a patch', { ...material, dirtyPatch: sha256('patch') }, []],
    ['without outputs', { ...material, outputs: {} }, ['dirtyPatch']],
    ['of names that need escapes', { ...material, outputs: { 'a"\\\u00e9': sha256('a') } }, ['dirtyPatch']],
  ] as const)('is the digest of the canonical encoding: %s', (_, given, absent) => {
    const encoded = Object.fromEntries(
      Object.entries(given).filter(([field]) => !(absent as readonly string[]).includes(field)),
    );
    expect(artifactId(given)).toBe(canonicalDigest(encoded));
  });

  it('refuses a seed without a canonical form', () => {
    expect(() => artifactId({ ...material, seed: toSeed(-0) })).toThrow(
      'Expected plain JSON data at $, got `-0`, which has no canonical form',
    );
  });
});
