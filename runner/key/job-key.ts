/** The name of a computation: equal keys mean that the same code computes the same thing from the same bytes. */
import { canonicalJson, type EncodingMemo, sha256 } from '../../schemas/canonical.ts';
import { type JobKey, toJobKey } from '../../schemas/ids.ts';
import type { KeyMaterial } from '../../schemas/record.ts';

/** The large parts that the jobs of a stage have in common. */
const shared: ReadonlySet<string> = new Set<keyof KeyMaterial>(['parameters', 'code']);

/**
 * SHA-256 of the canonical encoding of the material; key order and absent-versus-`undefined` cannot change it.
 * @param memo where to remember the encodings of shared parts, for callers with thousands of jobs.
 */
export const jobKey = (material: KeyMaterial, memo?: EncodingMemo): JobKey =>
  toJobKey(sha256(memo === undefined ? canonicalJson(material) : encodeByField(material, memo)));

/** The same text as `canonicalJson(material)`. Small parts are not remembered: that would cost more than it saves. */
function encodeByField(material: KeyMaterial, memo: EncodingMemo): string {
  const fields = Object.keys(material)
    .sort()
    .map(
      (name) =>
        `"${name}":${canonicalJson(Reflect.get(material, name), shared.has(name) ? memo : undefined)}`,
    );
  return `{${fields.join(',')}}`;
}
