/** NAS-Bench-101 as `reprise bench convert` wrote it. */
import { join } from 'node:path';
import { nasbench101 } from '../../schemas/data-sets/nasbench101.ts';
import { fail, ok } from '../../schemas/result.ts';
import type { DataLoader } from '../data/data-loader.ts';
import { benchmarkFailureText } from './failure.ts';
import { loadNasbench101, type Nasbench101Table } from './nasbench101-table.ts';

export const data: DataLoader<Nasbench101Table> = {
  kind: nasbench101.kind,
  load(folder) {
    if (folder === null) {
      const message = 'The job names no folder for the table nasbench101';
      return fail({ reason: 'job-refused', message });
    }
    const loaded = loadNasbench101(join(folder, nasbench101.files[0]));
    if (loaded.ok) return ok(loaded.value.table);
    return fail({ reason: 'job-refused', message: loaded.failures.map(benchmarkFailureText).join('; ') });
  },
};
