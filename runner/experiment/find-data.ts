/** The data sets that a task names: where they lie, and what of them enters the job keys. */
import { canonicalDigest, sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { TaskSettings } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { DataProblem } from '../data/data-problem.ts';
import { findDataSet, verifyDataSet } from '../data/find-data-set.ts';

export interface TaskData {
  /** Of everything that is read from files; null when all of it is generated. */
  readonly digest: Sha256 | null;
  readonly dataFolder: string | null;
  readonly benchmarkFolder: string | null;
}

export interface DataOptions {
  /** Hash every file. */
  readonly verifyData?: boolean;
  /** Whether files may be absent. */
  readonly optionalData?: boolean;
}

/** Stands for a data set whose files are absent; no job was ever computed with it. */
const absent = { digest: sha256('absent'), folder: null };
const generated = { digest: null, folder: null };

export function findData(
  task: TaskSettings,
  root: string,
  options: DataOptions,
): Result<TaskData, { readonly reason: 'data'; readonly problem: DataProblem }> {
  const benchmark = 'benchmark' in task ? task.benchmark : null;
  const found = findSet(task.data, root, options);
  if (!found.ok) return fail(...found.failures.map((problem) => ({ reason: 'data' as const, problem })));
  const table = benchmark === null ? ok(generated) : findSet(benchmark, root, options);
  if (!table.ok) return fail(...table.failures.map((problem) => ({ reason: 'data' as const, problem })));
  return ok({
    digest: together(found.value.digest, table.value.digest),
    dataFolder: found.value.folder,
    benchmarkFolder: table.value.folder,
  });
}

interface FoundSet {
  readonly digest: Sha256 | null;
  readonly folder: string | null;
}

function findSet(name: string, root: string, options: DataOptions): Result<FoundSet, DataProblem> {
  const found = (options.verifyData === true ? verifyDataSet : findDataSet)(name, root);
  if (!found.ok) return options.optionalData === true ? ok(absent) : found;
  if ('generated' in found.value) return ok(generated);
  return ok({ digest: found.value.index.digest, folder: found.value.folder });
}

const together = (data: Sha256 | null, benchmark: Sha256 | null): Sha256 | null =>
  benchmark === null ? data : canonicalDigest({ data, benchmark });
