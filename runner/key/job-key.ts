/** The name of a computation: equal keys mean that the same code computes the same thing from the same bytes. */
import { canonicalJson, type EncodingMemo, sha256 } from '../../schemas/canonical.ts';
import { type JobKey, toJobKey } from '../../schemas/ids.ts';
import type { KeyMaterial } from '../../schemas/record.ts';

/** SHA-256 of the canonical encoding of the material; key order and absent-versus-`undefined` cannot change it. */
export const jobKey = (material: KeyMaterial, memo?: EncodingMemo): JobKey =>
  toJobKey(sha256(canonicalJson(material, memo)));
