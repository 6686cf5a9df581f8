/**
 * Adds a data set: files are copied (photographs: listed) into a private folder, checked there, listed in an index, and the whole
 * folder takes its name at once. A set is there complete and verified, or not at all.
 */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DataIndex, type DataSetName, dataSets } from '../../schemas/data.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { durableFiles } from '../util/durable-files.ts';
import { hashFile } from '../util/hash-file.ts';
import { makeFolder } from '../util/make-folder.ts';
import { isDiskFull } from '../util/system-error.ts';
import { checkCifar10 } from './check-cifar10.ts';
import { checkCorpus, checkTable } from './check-corpus.ts';
import { checkOptdigits, optdigitsNotice } from './check-optdigits.ts';
import { indexFileName, indexText, makeIndex } from './data-index.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import { fetchSources } from './fetch-sources.ts';
import { isDataSetName } from './find-data-set.ts';
import { install, removeAbandoned, stagingFolder } from './install-data-set.ts';
import type { SourceFile } from './source-file.ts';
import { cifar10ArchiveMd5 } from './unpack-cifar10.ts';

export interface AddOptions {
  readonly onNotice?: (notice: DataNotice) => void;
  /** MD5 that the CIFAR-10 archive must have. Default: the published one. */
  readonly archiveMd5?: string;
}

/**
 * Adds a set from `from`: a folder, or for `cifar10` the archive. A set with the same content that is there
 * already is kept; a damaged one is replaced.
 */
export async function addDataSet(
  name: string,
  from: string,
  dataRoot: string,
  { onNotice = () => {}, archiveMd5 = cifar10ArchiveMd5 }: AddOptions = {},
): Promise<Result<DataIndex, DataProblem>> {
  if (!isDataSetName(name)) return fail({ reason: 'unknown-data-set', name });
  if (dataSets[name].generated) return fail({ reason: 'data-set-generated', name });
  removeAbandoned(dataRoot);
  const staging = stagingFolder(name, dataRoot);
  try {
    makeFolder(staging);
    const sources = await fetchSources(name, from, staging, archiveMd5, onNotice);
    if (!sources.ok) return sources;
    const { files, notices } = sources.value;
    const problems = checkSources(name, files);
    if (problems.length > 0) return fail(...problems);
    for (const notice of notices) onNotice(notice);
    const index = seal(name, files, staging, onNotice);
    return install(name, index, staging, join(dataRoot, name));
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return fail({ reason: 'disk-full', path: dataRoot });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function checkSources(name: DataSetName, files: readonly SourceFile[]): readonly DataProblem[] {
  // Whoever lists images has looked at each of them.
  if (name === 'imagenet' || dataSets[name].kind === 'label-maps') return [];
  if (name === 'cifar10') return checkCifar10(files);
  if (name === 'optdigits') return files.flatMap(checkOptdigits);
  if (dataSets[name].kind === 'text') return checkCorpus(name, files);
  return files.flatMap((file) => checkTable(name, file));
}

/** Makes the files read-only and durable, and writes the index after them. */
function seal(
  name: DataSetName,
  sources: readonly SourceFile[],
  staging: string,
  onNotice: (notice: DataNotice) => void,
): DataIndex {
  const hashed = sources.map((source) => {
    const file = hashFile(source.copy);
    if (name === 'optdigits') for (const notice of optdigitsNotice(source, file)) onNotice(notice);
    chmodSync(source.copy, 0o444);
    durableFiles.syncFile(source.copy);
    return [source.name, file] as const;
  });
  const index = makeIndex(name, Object.fromEntries(hashed));
  durableFiles.write(join(staging, indexFileName), indexText(index), 0o444);
  durableFiles.syncFolder(staging);
  return index;
}
