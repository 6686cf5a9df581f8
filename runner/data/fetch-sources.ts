/** Copies the files of a data set into a private folder, from a folder or from the published archive. */
import { constants, copyFileSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DataKind, type DataSetName, dataSets } from '../../schemas/data.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { oddKind } from '../util/regular-file.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import { labelMapLayout } from './label-map-layouts.ts';
import { listLabelMaps } from './list-label-maps.ts';
import { listLabelledFolders } from './list-labelled-folders.ts';
import { listPhotographs } from './list-photographs.ts';
import type { SourceFile } from './source-file.ts';
import { cifar10ArchiveName, cifar10Folder, unpackCifar10 } from './unpack-cifar10.ts';

export interface FetchedSources {
  readonly files: readonly SourceFile[];
  readonly notices: readonly DataNotice[];
}

export async function fetchSources(
  name: DataSetName,
  from: string,
  folder: string,
  archiveMd5: string,
  onNotice: (notice: DataNotice) => void,
): Promise<Result<FetchedSources, DataProblem>> {
  const state = statSync(from, { throwIfNoEntry: false });
  if (state === undefined) return fail({ reason: 'source-missing', name, path: from });
  const kind = oddKind(state);
  if (kind !== undefined && kind !== 'folder') return fail({ reason: 'source-kind', name, path: from, kind });
  const archive = name === 'cifar10' ? findArchive(from, state.isDirectory()) : undefined;
  if (archive !== undefined) {
    const files = await unpackCifar10(archive, folder, archiveMd5);
    return files.ok ? ok({ files: files.value, notices: [] }) : files;
  }
  if (!state.isDirectory()) {
    return fail({ reason: 'source-unreadable', name, path: from, detail: 'is a file, not a folder' });
  }
  const listed = listInPlace(name, from, folder, onNotice);
  if (listed) return listed.ok ? ok({ files: listed.value, notices: [] }) : listed;
  const source = findFolder(name, from);
  const files = copyFiles(name, source, folder);
  if (!files.ok) return files;
  const notices: readonly DataNotice[] =
    name === 'cifar10' ? [{ reason: 'checked-by-structure', path: source }] : [];
  return ok({ files: files.value, notices });
}

/** The list of a set whose images stay where they are; undefined for a set that is copied. */
function listInPlace(
  name: DataSetName,
  from: string,
  folder: string,
  onNotice: (notice: DataNotice) => void,
): Result<readonly SourceFile[], DataProblem> | undefined {
  if (name === 'imagenet') return listPhotographs(from, folder, onNotice);
  if (name === 'labelled-folders') return listLabelledFolders(from, folder, onNotice);
  const layout = labelMapLayout(name);
  return layout && listLabelMaps({ name, layout }, from, folder, onNotice);
}

/** The archive itself, or the one in a folder of downloads. */
function findArchive(from: string, isFolder: boolean): string | undefined {
  if (!isFolder) return from;
  const inside = join(from, cifar10ArchiveName);
  return existsSync(inside) ? inside : undefined;
}

/** The archive unpacks into a folder of its own, and people name the one or the other. */
function findFolder(name: DataSetName, from: string): string {
  const inside = join(from, cifar10Folder);
  return name === 'cifar10' && existsSync(inside) ? inside : from;
}

/** Bytes of the longest file of a set. No published table is near it. */
const mostBytes: Readonly<Record<DataKind, number>> = {
  images: 2 ** 26,
  text: 2 ** 26,
  table: 2 ** 33,
  'label-maps': 2 ** 26,
};

/** Looked at before anything is copied: a device has no end, and a pipe may never have a beginning. */
function unusableFile(name: DataSetName, path: string): readonly DataProblem[] {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return [{ reason: 'source-missing', name, path }];
  const kind = oddKind(state);
  if (kind !== undefined) return [{ reason: 'source-kind', name, path, kind }];
  const most = mostBytes[dataSets[name].kind];
  if (state.size <= most) return [];
  return [{ reason: 'source-too-long', name, path, mostBytes: most, foundBytes: state.size }];
}

function copyFiles(
  name: DataSetName,
  from: string,
  folder: string,
): Result<readonly SourceFile[], DataProblem> {
  const files = dataSets[name].files.map((file) => ({
    name: file,
    copy: join(folder, file),
    shownAs: join(from, file),
  }));
  const unusable = files.flatMap(({ shownAs }) => unusableFile(name, shownAs));
  if (unusable.length > 0) return fail(...unusable);
  for (const { shownAs, copy } of files) copyFileSync(shownAs, copy, constants.COPYFILE_FICLONE);
  return ok(files);
}
