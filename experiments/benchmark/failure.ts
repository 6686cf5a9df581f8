/** Everything that can be wrong with a file of recorded results. Offsets count bytes from the start of the file. */
export type BenchmarkFailure =
  | { readonly reason: 'file-unreadable'; readonly path: string; readonly message: string }
  /** The file ends inside the record that starts at `offset`. */
  | { readonly reason: 'record-truncated'; readonly path: string; readonly offset: number }
  /** A checksum does not fit, of the length or of the payload of the record that starts at `offset`. */
  | {
      readonly reason: 'record-corrupt';
      readonly path: string;
      readonly offset: number;
      readonly part: 'length' | 'payload';
    }
  /** The record at `offset` is intact but does not say what it must. */
  | {
      readonly reason: 'record-unreadable';
      readonly path: string;
      readonly offset: number;
      readonly message: string;
    }
  /** `row` counts from 1; in a text file it is the line. */
  | {
      readonly reason: 'row-unreadable';
      readonly path: string;
      readonly row: number;
      readonly message: string;
    }
  /** The compact file is not one, was cut short or has other bytes than were written. */
  | { readonly reason: 'table-corrupt'; readonly path: string; readonly message: string };

export const unreadable = (path: string, error: unknown): BenchmarkFailure => ({
  reason: 'file-unreadable',
  path,
  message: error instanceof Error ? error.message : String(error),
});

/** One line for people: where, and what is wrong. */
export function benchmarkFailureText(failure: BenchmarkFailure): string {
  const { path } = failure;
  switch (failure.reason) {
    case 'file-unreadable':
    case 'table-corrupt':
      return `${path}: ${failure.message}`;
    case 'record-truncated':
      return `${path}: the file ends inside the record at byte ${failure.offset}`;
    case 'record-corrupt':
      return `${path}: the checksum of the ${failure.part} of the record at byte ${failure.offset} does not fit`;
    case 'record-unreadable':
      return `${path}: the record at byte ${failure.offset}: ${failure.message}`;
    case 'row-unreadable':
      return `${path}:${failure.row}: ${failure.message}`;
    default:
      return failure satisfies never;
  }
}
