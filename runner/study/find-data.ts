/** The data sets that a task names: where they lie, and what of them enters the job keys. */
import { canonicalDigest, sha256 } from '../../schemas/canonical.ts';
import { isCommandTask } from '../../schemas/command.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { DataProblem } from '../data/data-problem.ts';
import { findDataSet, verifyDataSet } from '../data/find-data-set.ts';
import type { DataFolders } from '../exec/run-settings.ts';
import type { JobGraph } from '../graph/job-graph.ts';

export interface TaskData extends DataFolders {
  /** Of everything that is read from files; null when all of it is generated. */
  readonly digest: Sha256 | null;
  /** Whether files of it are absent, so that the digest is none of any result. */
  readonly isAbsent: boolean;
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

/** From the parameters of a job that computes to what it reads. */
export type DataOf = (parameters: JsonObject) => TaskData;

interface DataFailure {
  readonly reason: 'data';
  readonly problem: DataProblem;
}

/** The data sets of every task of a graph: a matrix may vary them. Those of a task `command` are no data sets. */
export function findAllData(
  graph: JobGraph,
  root: string,
  options: DataOptions,
): Result<DataOf, DataFailure> {
  const found = new Map<string, TaskData>();
  // The jobs of a stage have their parameters in common.
  const byParameters = new Map<JsonObject, TaskData>();
  for (const { kind, parameters } of graph.jobs) {
    const reads = kind !== 'select' && !isCommandTask(parameters['task']);
    if (!reads || byParameters.has(parameters)) continue;
    const names = namesOf(parameters);
    const known = found.get(names.id);
    const data = known === undefined ? findData(names, root, options) : ok(known);
    if (!data.ok) return data;
    found.set(names.id, data.value);
    byParameters.set(parameters, data.value);
  }
  return ok((parameters) => {
    const ofStage = byParameters.get(parameters);
    if (ofStage !== undefined) return ofStage;
    const names = namesOf(parameters);
    const known = found.get(names.id);
    if (known !== undefined) return known;
    // A trial may read less than the search that asks for it: `tune` hides the benchmark.
    const data = findData(names, root, options);
    if (!data.ok) throw new Error('Internal error: a trial reads what its search does not');
    found.set(names.id, data.value);
    return data.value;
  });
}

/**
 * Whether the data of a job are those that its key names. A worker believes the index that it finds, so a data set that
 * was replaced under a run would be told from the first by nobody else.
 */
export function isDataAsKeyed(
  parameters: JsonObject,
  root: string,
  options: DataOptions,
  dataOf: DataOf,
): boolean {
  const now = findData(namesOf(parameters), root, { ...options, verifyData: false });
  return now.ok && now.value.digest === dataOf(parameters).digest;
}

interface Names {
  readonly id: string;
  /** Null for a task that names none. */
  readonly data: string | null;
  readonly benchmark: string | null;
}

function namesOf(parameters: JsonObject): Names {
  const task = isJsonObject(parameters['task']) ? parameters['task'] : {};
  const data = task['data'] === undefined ? null : String(task['data']);
  const benchmark = typeof task['benchmark'] === 'string' ? task['benchmark'] : null;
  return { id: JSON.stringify([data, benchmark]), data, benchmark };
}

function findData(
  { data, benchmark }: Names,
  root: string,
  options: DataOptions,
): Result<TaskData, DataFailure> {
  const found = data === null ? ok(generated) : findSet(data, root, options);
  if (!found.ok) return found;
  const table = benchmark === null ? ok(generated) : findSet(benchmark, root, options);
  if (!table.ok) return table;
  return ok({
    digest: together(found.value.digest, table.value.digest),
    dataFolder: found.value.folder,
    benchmarkFolder: table.value.folder,
    isAbsent: found.value === absent || table.value === absent,
  });
}

interface FoundSet {
  readonly digest: Sha256 | null;
  readonly folder: string | null;
}

function findSet(name: string, root: string, options: DataOptions): Result<FoundSet, DataFailure> {
  const found = (options.verifyData === true ? verifyDataSet : findDataSet)(name, root);
  if (!found.ok && options.optionalData === true) return ok(absent);
  if (!found.ok) return fail(...found.failures.map((problem) => ({ reason: 'data' as const, problem })));
  if ('generated' in found.value) return ok(generated);
  return ok({ digest: found.value.index.digest, folder: found.value.folder });
}

const together = (data: Sha256 | null, benchmark: Sha256 | null): Sha256 | null =>
  benchmark === null ? data : canonicalDigest({ data, benchmark });
