/** The name of a result: what was computed, by which commit and seed, and which bytes came out. */
import { canonicalDigest } from '../../schemas/canonical.ts';
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

export function artifactId(material: ArtifactMaterial): ArtifactId {
  const { dirtyPatch, ...clean } = material;
  return toArtifactId(canonicalDigest(dirtyPatch === null ? clean : { ...clean, dirtyPatch }));
}
