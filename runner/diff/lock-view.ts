/** What a lock tells, with what lies beside it: records and reports of a store or an archive, and the locked manifest. */

import { isCommandTask } from '../../schemas/command.ts';
import type { DiffSide } from '../../schemas/diff.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { engineFields } from './engine-fields.ts';
import { type EvidenceView, type JobView, type Known, known, type ReachedCode } from './evidence-view.ts';
import { recordEvidence } from './record-evidence.ts';

export interface LockEvidence {
  readonly side: DiffSide;
  readonly locked: LockedProfile;
  readonly resolved: Known<ResolvedManifest>;
  readonly reached: () => Promise<Known<ReachedCode>>;
  /** Of a key, wherever it lies; one with other outputs than the locked ones is no evidence of them. */
  readonly recordOf: (key: LockedJob['key']) => JobRecord | undefined;
  /** What to say where there is no such record. */
  readonly noRecord: string;
  /** The JSON files of its reports, only those with the locked digest. */
  readonly texts: () => Promise<ReadonlyMap<string, string>>;
}

export function lockView({ side, locked, resolved, reached, ...beside }: LockEvidence): EvidenceView {
  return {
    side,
    manifest: { digest: known(locked.manifest), resolved },
    code: {
      parts: known({ ...locked.code }),
      reached,
      isDeclared: 'value' in resolved && isCommandTask(resolved.value.task),
    },
    engine: known(engineFields(locked.engine)),
    jobs: Object.entries(locked.jobs).map(([label, job]) => jobView(label, job, beside)),
    unlisted: null,
    reports: { digests: known(locked.reports), texts: beside.texts },
  };
}

function jobView(
  label: string,
  job: LockedJob,
  { recordOf, noRecord }: Pick<LockEvidence, 'recordOf' | 'noRecord'>,
): JobView {
  const { seed, key, outputs, metrics } = job;
  const found = recordOf(key);
  const record = found !== undefined && hasLockedOutputs(found, job) ? found : undefined;
  return {
    label,
    seed: known(seed),
    key: known(key),
    result: known({ outputs, metrics: known(metrics as JsonValue) }),
    ...recordEvidence(record, noRecord),
  };
}
