/** The objects that a record refers to. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { ObjectUse } from './store-problem.ts';

export interface UsedObject {
  readonly digest: Sha256;
  readonly use: ObjectUse;
}

/** The results of the job, in the order of the record. */
export function outputUses({ key, label, outputs }: JobRecord): readonly (UsedObject & { bytes: number })[] {
  return Object.entries(outputs).map(([output, { digest, bytes }]) => ({
    digest,
    bytes,
    use: { key, label, output },
  }));
}

/** Everything that must be kept for the record: its outputs, and the patch of a dirty tree. */
export function objectUses(record: JobRecord): readonly UsedObject[] {
  const { key, label, dirtyPatch } = record;
  const outputs = outputUses(record);
  if (dirtyPatch === null) return outputs;
  return [...outputs, { digest: dirtyPatch, use: { key, label, output: null } }];
}
