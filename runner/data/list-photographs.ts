/**
 * Registers a folder of photographs in the form in which ImageNet is unpacked: `train` and `val`, in each a folder for
 * each class, with JPEG files. Its 150 GB stay where they are. The set's own folder holds a link to them and a list with
 * the digest, size and name of each, which makes the set's digest that of its content, wherever it lies.
 */
import { closeSync, type Dirent, openSync, readdirSync, realpathSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { photographListName, photographsName } from '../../schemas/data-sets/imagenet.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { hashFile } from '../util/hash-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

const parts = ['train', 'val'];

/** Photographs between two notices of progress. */
const noticeInterval = 20_000;

export function listPhotographs(
  from: string,
  folder: string,
  onNotice: (notice: DataNotice) => void,
): Result<readonly SourceFile[], DataProblem> {
  const found = findPhotographs(from);
  if (!found.ok) return found;
  const copy = join(folder, photographListName);
  const list = openSync(copy, 'wx');
  try {
    for (const [i, name] of found.value.entries()) {
      const { digest, bytes } = hashFile(join(from, name));
      writeSync(list, `${digest} ${bytes} ${name}\n`);
      const done = i + 1;
      if (done % noticeInterval === 0) {
        onNotice({ reason: 'hashing', path: from, done, total: found.value.length });
      }
    }
  } finally {
    closeSync(list);
  }
  symlinkSync(realpathSync(from), join(folder, photographsName));
  return ok([{ name: photographListName, copy, shownAs: from }]);
}

/** `train/class/file`, by code unit. Hidden files are passed over, and whatever lies beside the class folders. */
function findPhotographs(from: string): Result<readonly string[], DataProblem> {
  const names: string[] = [];
  const classesOf: string[] = [];
  for (const part of parts) {
    const classes = entriesOf(join(from, part)).filter((entry) => entry.isDirectory());
    if (classes.length === 0) return refuse(join(from, part), 'has no folders of classes');
    classesOf.push(classes.map(({ name }) => name).join('/'));
    for (const { name } of classes) {
      const inside = entriesOf(join(from, part, name));
      if (inside.length === 0) return refuse(join(from, part, name), 'has no photographs');
      const odd = inside.find((entry) => !entry.isFile() || !/^.+\.jpe?g$/i.test(entry.name));
      if (odd)
        return refuse(join(from, part, name, odd.name), 'is no plain file with the name of a JPEG image');
      for (const file of inside) names.push(`${part}/${name}/${file.name}`);
    }
  }
  if (classesOf[0] !== classesOf[1]) return refuse(join(from, 'val'), 'has other classes than train');
  return ok(names);
}

const entriesOf = (folder: string): readonly Dirent[] =>
  (unlessMissing(() => readdirSync(folder, { withFileTypes: true })) ?? [])
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => byCodeUnit(a.name, b.name));

const refuse = (path: string, detail: string) =>
  fail({ reason: 'source-unreadable' as const, name: 'imagenet' as const, path, detail });
