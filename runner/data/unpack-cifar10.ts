/** The published archive of CIFAR-10: verified by its published checksum, and only the six data files taken out. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { extract } from 'tar';
import { dataSets } from '../../schemas/data.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { md5OfFile } from '../util/hash-file.ts';
import { isDiskFull } from '../util/system-error.ts';
import type { DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

export const cifar10ArchiveMd5 = 'c32a1d4ab5d03f1284b67883e8d87530';
export const cifar10ArchiveName = 'cifar-10-binary.tar.gz';
/** The folder within the archive. */
export const cifar10Folder = 'cifar-10-batches-bin';

const files: readonly string[] = dataSets.cifar10.files;

export async function unpackCifar10(
  archive: string,
  folder: string,
  expectedMd5: string,
): Promise<Result<readonly SourceFile[], DataProblem>> {
  const name = 'cifar10';
  const found = md5OfFile(archive);
  if (found !== expectedMd5) {
    return fail({
      reason: 'source-checksum',
      name,
      path: archive,
      algorithm: 'MD5',
      expected: expectedMd5,
      found,
    });
  }
  const isWanted = (path: string) =>
    posix.dirname(path) === cifar10Folder && files.includes(posix.basename(path));
  try {
    await extract({
      file: archive,
      cwd: folder,
      strip: 1,
      filter: isWanted,
      strict: true,
      preserveOwner: false,
    });
  } catch (error) {
    if (isDiskFull(error)) return fail({ reason: 'disk-full', path: folder });
    const detail = `cannot be unpacked (${error instanceof Error ? error.message : String(error)})`;
    return fail({ reason: 'source-unreadable', name, path: archive, detail });
  }
  const sources = files.map((file) => ({
    name: file,
    copy: join(folder, file),
    shownAs: `${archive}: ${cifar10Folder}/${file}`,
  }));
  const missing = sources.filter(({ copy }) => !existsSync(copy));
  if (missing.length === 0) return ok(sources);
  return fail(
    ...missing.map(({ shownAs }) => ({ reason: 'source-missing' as const, name, path: shownAs }) as const),
  );
}
