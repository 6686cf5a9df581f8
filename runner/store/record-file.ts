/** A record as text, and the checks that a text must pass before it is believed. */
import { canonicalDigest, canonicalJson, type EncodingMemo, sha256 } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import { type JobRecord, jobRecordFormat, type OutputFile } from '../../schemas/record.ts';
import { artifactId } from '../key/artifact-id.ts';
import { jobKey } from '../key/job-key.ts';

/** @param memo encodings of parts of the record, from when it was sealed. */
export const recordText = (record: JobRecord, memo?: EncodingMemo): string =>
  `${canonicalJson(record, memo)}\n`;

/** Everything of a record but what follows from the rest. */
export type UnsealedRecord = Omit<JobRecord, 'formatVersion' | 'digest' | 'artifactId'>;

/** Adds the ids: that of the artifact, and the digest that covers every field. */
export function sealRecord(unsealed: UnsealedRecord, memo?: EncodingMemo): JobRecord {
  const { key, commit, dirtyPatch, material } = unsealed;
  const outputs = outputDigests(unsealed.outputs);
  const id = artifactId({ jobKey: key, commit, dirtyPatch, seed: material.seed, outputs });
  const fields = { ...unsealed, formatVersion: 2 as const, artifactId: id };
  return { ...fields, digest: sha256(canonicalJson(fields, memo)) };
}

/** A record, or what is wrong with the text, as a clause. */
export type ParsedRecord =
  | { readonly record: JobRecord }
  /** Written by an older version, in a format that this one does not read. */
  | { readonly outdated: true }
  | { readonly wrong: string };

export function parseRecord(text: string, key: JobKey): ParsedRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'is not valid JSON' };
  }
  if (isOutdated(value)) return { outdated: true };
  const read = jobRecordFormat.read(value);
  if (!read.ok) return { wrong: `is malformed: ${read.failures.map(contractProblemText).join('; ')}` };
  const wrong = contradiction(read.value, key);
  return wrong === null ? { record: read.value } : { wrong };
}

/** Output file name to digest, in the same order. */
export function outputDigests(outputs: Readonly<Record<string, OutputFile>>): Record<string, Sha256> {
  const digests: Record<string, Sha256> = {};
  for (const [name, { digest }] of Object.entries(outputs)) digests[name] = digest;
  return digests;
}

const isOutdated = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'formatVersion' in value && value.formatVersion === 1;

/** The ids of a record are computed from the rest of it, so a changed record gives itself away. */
function contradiction(record: JobRecord, key: JobKey): string | null {
  if (record.key !== key) return `names the key ${record.key}`;
  const { digest, ...fields } = record;
  if (!isDigestOf(digest, fields, () => canonicalDigest(fields)))
    return 'has a digest that its content does not hash to';
  const { commit, dirtyPatch, material } = record;
  if (!isDigestOf(key, material, () => jobKey(material))) return 'has material that does not hash to its key';
  const { seed } = material;
  const outputs = outputDigests(record.outputs);
  const expected = artifactId({ jobKey: key, commit, dirtyPatch, seed, outputs });
  return expected === record.artifactId ? null : 'has an artifact id that its content does not hash to';
}

/**
 * A record is written with its keys sorted and is read back in that order, so that plain JSON is its canonical
 * encoding, at a tenth of the cost. Where it is not, the encoder decides.
 */
function isDigestOf(expected: string, likelySorted: object, encode: () => string): boolean {
  if (sha256(JSON.stringify(likelySorted)) === expected) return true;
  try {
    return encode() === expected;
  } catch (error) {
    // JSON can hold -0, which has no canonical form.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
