/** Branded identifiers. A hash is named for what it covers, so that one cannot stand in for another. */

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** SHA-256 of the bytes of a file or object: 64 lower-case hexadecimal digits. */
export type Sha256 = Brand<string, 'Sha256'>;
/** SHA-256 of the canonical bytes of everything that can change a job's result. */
export type JobKey = Brand<string, 'JobKey'>;
/** SHA-256 over {job key, git commit, seed, output digests}. */
export type ArtifactId = Brand<string, 'ArtifactId'>;
/** A full git commit id: 40 (or 64) lower-case hexadecimal digits. */
export type GitCommit = Brand<string, 'GitCommit'>;
/** A git tree id, which names the content of a folder. */
export type GitTree = Brand<string, 'GitTree'>;
/** An integer in [0, 2^32 - 1]. */
export type Seed = Brand<number, 'Seed'>;

export const maxSeed = 2 ** 32 - 1;

const hex64 = /^[0-9a-f]{64}$/;
const gitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function expectText(value: string, pattern: RegExp, name: string): string {
  if (!pattern.test(value)) throw new TypeError(`Expected \`${name}\` to match ${pattern}, got \`${value}\``);
  return value;
}

export const isSha256 = (text: string): text is Sha256 => hex64.test(text);
export const toSha256 = (text: string): Sha256 => expectText(text, hex64, 'digest') as Sha256;
export const toJobKey = (text: string): JobKey => expectText(text, hex64, 'jobKey') as JobKey;
export const toArtifactId = (text: string): ArtifactId => expectText(text, hex64, 'artifactId') as ArtifactId;
export const toGitCommit = (text: string): GitCommit => expectText(text, gitId, 'commit') as GitCommit;
export const toGitTree = (text: string): GitTree => expectText(text, gitId, 'tree') as GitTree;

export function toSeed(value: number): Seed {
  if (!Number.isInteger(value) || value < 0 || value > maxSeed) {
    throw new TypeError(`Expected \`seed\` to be an integer in [0, ${maxSeed}], got \`${value}\``);
  }
  return value as Seed;
}
