/** Tables by name. */
import { join } from 'node:path';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { embeddedCells } from './embedded-cells.ts';
import { benchmarkFailureText } from './failure.ts';
import { loadNasbench101, type Nasbench101Table } from './nasbench101-table.ts';

/** @param folder where the table's file lies; null for the one that is part of the code */
export function loadTable(name: string, folder: string | null): Result<Nasbench101Table, JobFailure> {
  if (name === 'textures10-cells') return ok(embeddedCells());
  if (name !== 'nasbench101' || folder === null) {
    return fail({ reason: 'job-refused', message: `There is no table ${name} to look trials up in` });
  }
  const loaded = loadNasbench101(join(folder, 'nasbench101.columns'));
  if (loaded.ok) return ok(loaded.value.table);
  return fail({ reason: 'job-refused', message: loaded.failures.map(benchmarkFailureText).join('; ') });
}
