/** What a kind of report is told about two runs, to say of each cell how well the second one reproduced the first. */
import type { JobKey } from '../../../schemas/ids.ts';
import type { MetricName } from '../../../schemas/metrics.ts';
import type { Verdict } from './verdict.ts';

export interface Comparison<D> {
  /**
   * The data of the report as it was locked; undefined where they are not at hand, since a lock holds digests. What is
   * not bitwise equal then differs, because nothing can be promised.
   */
  readonly before: D | undefined;
  /** Whether the file of data has the locked bytes. */
  readonly isSameFile: boolean;
  /** Text of the file that says where the numbers come from; null when there is none. */
  readonly provenance: string | null;
  /** Whether every output of these jobs has the locked bytes. */
  areBitwise(jobKeys: readonly JobKey[]): boolean;
  /** The verdict on a cell that shows this metric of these jobs, whose values are in the lock. */
  cell(jobKeys: readonly JobKey[], metric: MetricName): Verdict;
}

/** One verdict for each row and column. */
export interface Verdicts {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly verdicts: readonly Verdict[] }[];
}

/** The name of a row, of which the second part may be absent. */
export const rowName = ({
  label,
  seedSet,
}: {
  readonly label: string;
  readonly seedSet: string | null;
}): string => (seedSet === null ? label : `${label} ${seedSet}`);
