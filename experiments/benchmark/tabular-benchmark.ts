/** Recorded results of all architectures of a space, in place of training. */

/** What a search may see of one recorded training. */
export interface RecordedTrial {
  readonly validationErrorPercent: number;
  /** Training time. */
  readonly seconds: number;
}

export interface TabularBenchmark<A> {
  readonly name: string;
  /** The benchmark's own names of its architectures, rising. */
  readonly names: readonly string[];
  /** Lengths of trainings that were recorded, rising. */
  readonly epochs: readonly number[];
  /** Trainings of each length. */
  readonly repeats: number;
  /** What regrets are differences to, after the longest training (least-errors.ts); NaN where none was recorded. */
  readonly best: { readonly validationErrorPercent: number; readonly testErrorPercent: number };
  /**
   * @param repeat 0-based
   * @returns `invalid` for what is no architecture of the benchmark, `missing` for one that was not recorded
   * @throws TypeError for a length or a repeat that the benchmark does not have
   */
  query(architecture: A, epochs: number, repeat: number): RecordedTrial | 'invalid' | 'missing';
  /** Mean over repeats after the longest training: for reports, out of reach of a search. NaN where not recorded. */
  meanTestErrorPercent(architecture: A): number;
}
