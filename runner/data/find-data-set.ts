/** Finds a data set that was added, and verifies it. */
import { join } from 'node:path';
import { type DataIndex, type DataSetName, dataSets } from '../../schemas/data.ts';
import { photographListName, photographsName } from '../../schemas/data-sets/imagenet.ts';
import { labelMapImagesName, labelMapListName } from '../../schemas/data-sets/label-map-layout.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { checkListed, type Listed } from './check-listed.ts';
import { checkFiles, readIndex } from './data-index.ts';
import type { DataProblem } from './data-problem.ts';

export interface AddedDataSet {
  /** Absolute when the data root is. */
  readonly folder: string;
  readonly index: DataIndex;
}

export type FoundDataSet = AddedDataSet | { readonly generated: true };

export const isDataSetName = (name: string): name is DataSetName => Object.hasOwn(dataSets, name);

/**
 * Quick enough for every plan: trusts a file of the right size that is not newer than the index. Use
 * `verifyDataSet` once before a run.
 */
export const findDataSet = (name: string, dataRoot: string): Result<FoundDataSet, DataProblem> =>
  find(name, dataRoot, 'quick');

/** Reads and hashes every file of the set. Of photographs it looks at the sizes: whoever reads them hashes them. */
export const verifyDataSet = (name: string, dataRoot: string): Result<FoundDataSet, DataProblem> =>
  find(name, dataRoot, 'full');

function find(name: string, dataRoot: string, how: 'quick' | 'full'): Result<FoundDataSet, DataProblem> {
  if (!isDataSetName(name)) return fail({ reason: 'unknown-data-set', name });
  if (dataSets[name].generated) return ok({ generated: true });
  return findAdded(name, join(dataRoot, name), how);
}

/** The set in exactly this folder. */
export function findAdded(
  name: DataSetName,
  folder: string,
  how: 'quick' | 'full',
): Result<AddedDataSet, DataProblem> {
  const index = readIndex(name, folder);
  if (!index.ok) return index;
  const changed = checkFiles(index.value, folder, how);
  const problems = changed.length > 0 ? changed : checkLinked(name, folder, how);
  return problems.length === 0 ? ok({ folder, index: index.value }) : fail(...problems);
}

/** Files that stay where they are, where a set has such. */
function checkLinked(name: DataSetName, folder: string, how: 'quick' | 'full'): readonly DataProblem[] {
  if (name === 'imagenet') return checkListed(name, folder, how, photographs);
  return dataSets[name].kind === 'label-maps' ? checkListed(name, folder, how, labelMaps) : [];
}

const photographs: Listed = { link: photographsName, list: photographListName, wordsBefore: 1 };
const labelMaps: Listed = { link: labelMapImagesName, list: labelMapListName, wordsBefore: 2 };
