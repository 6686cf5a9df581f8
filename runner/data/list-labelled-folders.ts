/**
 * Registers images with label maps of one's own, whose folders have fixed names. Every label map is looked at, since a value that is no
 * class would be taken for a pixel to leave out.
 */
import { constants, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { LabelMapLayout } from '../../schemas/data-sets/label-map-layout.ts';
import {
  classesName,
  classNamesIn,
  labelledFolders,
  labelledFoldersLayout,
} from '../../schemas/data-sets/labelled-folders.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import { listLabelMaps } from './list-label-maps.ts';
import type { SourceFile } from './source-file.ts';

/** Labels are bytes, and the last of them means that a pixel is left out. */
const mostClasses = 255;

const { name } = labelledFolders;

export function listLabelledFolders(
  from: string,
  folder: string,
  onNotice: (notice: DataNotice) => void,
): Result<readonly SourceFile[], DataProblem> {
  const layout = layoutOf(from);
  if (!layout.ok) return layout;
  const files = listLabelMaps({ name, layout: layout.value }, from, folder, onNotice);
  if (!files.ok) return files;
  const { classNames, parts } = layout.value;
  for (const { label } of Object.values(parts)) {
    const odd = oddLabelMap(join(from, label[0]), classNames.length);
    if (odd) return refuse(odd.path, odd.detail);
  }
  const classes = { name: classesName, copy: join(folder, classesName), shownAs: join(from, classesName) };
  copyFileSync(classes.shownAs, classes.copy, constants.COPYFILE_FICLONE);
  return ok([classes, ...files.value]);
}

function layoutOf(from: string): Result<LabelMapLayout, DataProblem> {
  const path = join(from, classesName);
  const text = unlessMissing(() => readFileSync(path, 'utf8'));
  if (text === undefined) return fail({ reason: 'source-missing', name, path });
  const classNames = classNamesIn(text);
  if (classNames.length < 2 || classNames.length > mostClasses) {
    return refuse(
      path,
      `names ${classNames.length} classes, and 2 to ${mostClasses} are expected, one a line`,
    );
  }
  const twice = classNames.find((each, i) => classNames.indexOf(each) !== i);
  if (twice !== undefined) return refuse(path, `names the class ${JSON.stringify(twice)} twice`);
  const images =
    unlessMissing(() => readdirSync(join(from, 'train'), { encoding: 'utf8', recursive: true })) ?? [];
  const suffix = images.some((file) => file.endsWith('.jpg')) ? '.jpg' : '.png';
  return ok(labelledFoldersLayout(classNames, { suffix, validates: existsSync(join(from, 'validation')) }));
}

/** The first label map that has something else than a class or 255 in a channel of 8 bits. */
function oddLabelMap(
  folder: string,
  classes: number,
): { readonly path: string; readonly detail: string } | undefined {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((file) =>
    file.endsWith('.png'),
  );
  for (const file of files.sort()) {
    const path = join(folder, file);
    const detail = oddIn(readFileSync(path), classes);
    if (detail !== undefined) return { path, detail };
  }
  return undefined;
}

function oddIn(bytes: Uint8Array, classes: number): string | undefined {
  let png: ReturnType<typeof decode>;
  try {
    png = decode(bytes);
  } catch {
    return 'is no readable PNG image';
  }
  const { channels, depth, data } = png;
  if (channels !== 1 || depth !== 8) {
    return `has ${channels} channels of ${depth} bits, and a label map has one of 8`;
  }
  const odd = data.find((value) => value >= classes && value !== mostClasses);
  return odd === undefined
    ? undefined
    : `has the value ${odd}, and ${classesName} names ${classes} classes: 0 to ${classes - 1}, or 255 for none`;
}

const refuse = (path: string, detail: string) =>
  fail({ reason: 'source-unreadable' as const, name, path, detail });
