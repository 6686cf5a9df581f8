/** A record as text, and the checks that a text must pass before it is believed. */
import { canonicalJson, sha256 } from '../../schemas/canonical.ts';
import { isSha256, type JobKey, type Sha256 } from '../../schemas/ids.ts';
import type { JobRecord, OutputFile } from '../../schemas/record.ts';
import { artifactId } from '../key/artifact-id.ts';
import { jobKey } from '../key/job-key.ts';

export const recordText = (record: JobRecord): string => `${canonicalJson(record)}\n`;

/** A record, or what is wrong with the text, as a clause. */
export type ParsedRecord =
  | { readonly record: JobRecord; readonly wrong?: undefined }
  | { readonly wrong: string };

export function parseRecord(text: string, key: JobKey): ParsedRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'is not valid JSON' };
  }
  const field = firstBadField(value);
  if (field !== null) return { wrong: `has a missing or malformed field \`${field}\`` };
  const record = value as JobRecord;
  const wrong = contradiction(record, key);
  return wrong === null ? { record } : { wrong };
}

/** Output file name to digest, in the same order. */
export function outputDigests(outputs: Readonly<Record<string, OutputFile>>): Record<string, Sha256> {
  const digests: Record<string, Sha256> = {};
  for (const [name, { digest }] of Object.entries(outputs)) digests[name] = digest;
  return digests;
}

/** The ids of a record are computed from the rest of it, so a changed record gives itself away. */
function contradiction(record: JobRecord, key: JobKey): string | null {
  if (record.key !== key) return `names the key ${record.key}`;
  const { commit, dirtyPatch, material } = record;
  if (!isDigestOf(key, material, () => jobKey(material))) return 'has material that does not hash to its key';
  const outputs = outputDigests(record.outputs);
  const { seed } = material;
  const sorted = dirtyPatch === null ? { commit } : { commit, dirtyPatch };
  const isOwn = isDigestOf(record.artifactId, { ...sorted, jobKey: key, outputs, seed }, () =>
    artifactId({ jobKey: key, commit, dirtyPatch, seed, outputs }),
  );
  return isOwn ? null : 'has an artifact id that its content does not hash to';
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

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isDuration: Check = (value) => typeof value === 'number' && value >= 0;
const isDigest: Check = (value) => typeof value === 'string' && isSha256(value);
const isGitId: Check = (value) => typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShaped =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const isOutput = isShaped({ digest: isDigest, bytes: isCount });

const recordFields: Readonly<Record<keyof JobRecord, Check>> = {
  formatVersion: (value) => value === 1,
  key: isDigest,
  artifactId: isDigest,
  label: isText,
  material: isShaped({ kind: isText, parameters: isObject, seed: isCount, inputs: isObject, code: isObject }),
  outputs: (value) => isObject(value) && Object.values(value).every(isOutput),
  commit: isGitId,
  dirtyPatch: (value) => value === null || isDigest(value),
  engine: isShaped({ name: isText, version: isCount, determinism: isText }),
  environment: isShaped({ node: isText, platform: isText, arch: isText, cpu: isText, device: isText }),
  timing: isShaped({ startedAt: isText, wallMs: isDuration, attempt: isCount }),
};

function firstBadField(value: unknown): string | null {
  if (!isObject(value)) return '(the whole record)';
  for (const [name, check] of Object.entries(recordFields)) {
    if (!check(value[name])) return name;
  }
  return null;
}
