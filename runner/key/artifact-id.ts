/** The name of a result: what was computed, by which commit and seed, and which bytes came out. */
import { canonicalJson, sha256 } from '../../schemas/canonical.ts';
import {
  type ArtifactId,
  type GitCommit,
  type JobKey,
  type Seed,
  type Sha256,
  toArtifactId,
} from '../../schemas/ids.ts';

export interface ArtifactMaterial {
  readonly jobKey: JobKey;
  readonly commit: GitCommit;
  /** Digest of the patch against `commit`; null for a clean tree, which then leaves no trace in the id. */
  readonly dirtyPatch: Sha256 | null;
  readonly seed: Seed;
  /** Output file name to the digest of its content. */
  readonly outputs: Readonly<Record<string, Sha256>>;
}

/**
 * SHA-256 of the canonical encoding of the material. The text is put together here, since a run asks for one or more of
 * every job, and the general encoder takes four times as long.
 */
export function artifactId({ jobKey, commit, dirtyPatch, seed, outputs }: ArtifactMaterial): ArtifactId {
  const patch = dirtyPatch === null ? '' : `"dirtyPatch":"${dirtyPatch}",`;
  const files = Object.keys(outputs)
    .sort()
    .map((name) => `${JSON.stringify(name)}:"${outputs[name]}"`);
  return toArtifactId(
    sha256(
      `{"commit":"${commit}",${patch}"jobKey":"${jobKey}","outputs":{${files.join(',')}},"seed":${canonicalJson(seed)}}`,
    ),
  );
}
