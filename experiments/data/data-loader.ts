/** How one data set is read or generated. `registry/data.ts` lists the files that export one. */
import type { DataKind } from '../../schemas/data-sets/data-set.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';

export interface DataLoader<T> {
  /** What `load` gives: tasks ask for one kind of data. */
  readonly kind: DataKind;
  /** @param folder where the set's files and index.json lie; null for a generated set */
  load(folder: string | null): Result<T, JobFailure>;
}
