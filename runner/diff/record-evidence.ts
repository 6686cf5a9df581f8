/** What a record tells of its job besides the result. */
import type { JobRecord } from '../../schemas/record.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from '../study/locked-profile.ts';
import { type JobResultView, type JobView, known, unknown } from './evidence-view.ts';

/** @param why what to say where there is no record. */
export const recordEvidence = (
  record: JobRecord | undefined,
  why: string,
): Pick<JobView, 'material' | 'environment'> =>
  record === undefined
    ? { material: unknown(why), environment: unknown(why) }
    : { material: known(record.material), environment: known(record.environment) };

/** The result that a record names; its numbers are read from the output itself, verified. */
export function recordResult(record: JobRecord, store: Store): JobResultView {
  const outputs = outputDigests(record.outputs);
  const metrics = readMetrics(record, store);
  const measures = Object.hasOwn(outputs, 'metrics.json');
  return {
    outputs,
    metrics:
      metrics === undefined && measures
        ? unknown('the store has its metrics.json no more, or a damaged one')
        : known(metrics ?? null),
  };
}
