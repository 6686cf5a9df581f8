/** The fields in which two resolved manifests differ. */
import type { RunDiff } from '../../schemas/diff.ts';
import type { EvidenceView } from './evidence-view.ts';
import { tellUnknown } from './tell-unknown.ts';
import { fieldValues } from './value-differences.ts';

/** What stands for all fields where only digests are known. */
const whole = '(digest)';

export function manifestDifference(
  { manifest: a }: EvidenceView,
  { manifest: b }: EvidenceView,
): RunDiff['manifest'] {
  const digests =
    'value' in a.digest && 'value' in b.digest ? { a: a.digest.value, b: b.digest.value } : undefined;
  if (digests !== undefined && digests.a === digests.b) return { fields: [], unknown: [] };
  const other = digests === undefined ? [] : [{ name: whole, ...digests }];
  if ('value' in a.resolved && 'value' in b.resolved) {
    const fields = fieldValues(a.resolved.value, b.resolved.value);
    return { fields: fields.length > 0 ? fields : other, unknown: [] };
  }
  return { fields: other, unknown: tellUnknown('the fields of the manifest', a.resolved, b.resolved) };
}
