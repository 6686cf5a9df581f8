/** What the query process is asked about the parts of a data set. */
export interface SplitsRequest {
  readonly command: 'splits';
  readonly data: string;
  /** Where its files lie; null for a generated set. */
  readonly folder: string | null;
  /** Of the training part, what trains; the rest validates. */
  readonly trainPortion: number;
  /** How many examples the task takes; all of them without. */
  readonly examples?: { readonly training: number; readonly test: number; readonly seed: number };
}
