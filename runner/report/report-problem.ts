/** What can be wrong with a report that only the results show. Each kind has its problems, and the words for them. */

/** A setting that no result answers. */
export interface ReportProblem {
  readonly reason: string;
  /** Of the report within the manifest. */
  readonly path: string;
  /** The first job that was asked. */
  readonly job: string;
}

/** Names in a message. */
export const listed = (names: readonly string[]): string => names.join(', ') || 'none';
