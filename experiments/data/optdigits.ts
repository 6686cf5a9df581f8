/**
 * optdigits: UCI "Optical Recognition of Handwritten Digits", 8x8 images with values 0 to 16, as text files.
 * One image a line: 64 values in rows, then the class; lines that start with `#` are comments.
 * Here the training images are the `.tra` and then the `.hol` lines, the test images the `.tes` lines.
 */
import { optdigits } from '../../schemas/data-sets/optdigits.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type DataFiles, readDataFiles } from './data-folder.ts';
import type { DataLoader } from './data-loader.ts';
import {
  concatenateSplits,
  type ImageDataSet,
  type ImageTraits,
  imageSize,
  type StoredImages,
} from './image-data-set.ts';

const optdigitsTraits: ImageTraits = {
  name: 'optdigits',
  classes: 10,
  height: 8,
  width: 8,
  channels: 1,
  mirrorSymmetric: false,
  maximum: 16,
  mean: [0.30775],
  std: [0.37728],
};

const pixels = imageSize(optdigitsTraits);

export function decodeOptdigits(files: DataFiles): Result<ImageDataSet<StoredImages>, JobFailure> {
  const parts: StoredImages[] = [];
  for (const name of optdigits.files) {
    const part = parseOptdigits(name, new TextDecoder().decode(files.get(name)));
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const test = parts.slice(2);
  return ok({
    traits: optdigitsTraits,
    train: concatenateSplits(parts.slice(0, 2), pixels),
    test: concatenateSplits(test, pixels),
  });
}

export const data: DataLoader<ImageDataSet> = {
  kind: optdigits.kind,
  load(folder) {
    const files = readDataFiles(optdigits, folder);
    return files.ok ? decodeOptdigits(files.value) : files;
  },
};

/** @param name the file's name, for messages of the form `name:line:column: ...` */
export function parseOptdigits(name: string, text: string): Result<StoredImages, JobFailure> {
  const rows: number[][] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const row = parseLine(line);
    if ('problem' in row) {
      const message = `${name}:${i + 1}:${row.column}: ${row.problem}`;
      return fail({ reason: 'job-refused', message });
    }
    rows.push(row.values);
  }
  const images = new Uint8Array(rows.length * pixels);
  rows.forEach((row, i) => {
    images.set(row.slice(0, pixels), i * pixels);
  });
  return ok({ count: rows.length, images, labels: Uint8Array.from(rows, (row) => row[pixels] ?? 0) });
}

type ParsedLine = { readonly values: number[] } | { readonly problem: string; readonly column: number };

function parseLine(line: string): ParsedLine {
  const fields = line.split(',');
  const values: number[] = [];
  let column = 1;
  for (const field of fields.slice(0, pixels + 1)) {
    const isClass = values.length === pixels;
    const maximum = isClass ? 9 : optdigitsTraits.maximum;
    const value = /^\s*\d{1,2}\s*$/.test(field) ? Number(field) : -1;
    if (value < 0 || value > maximum) {
      const what = isClass ? 'a class' : 'a pixel value';
      return { problem: `Expected ${what} in [0, ${maximum}], got \`${field}\``, column };
    }
    values.push(value);
    column += field.length + 1;
  }
  if (fields.length === pixels + 1) return { values };
  const problem = `Expected ${pixels} pixel values and a class, got ${fields.length} fields`;
  return { problem, column: fields.length < pixels + 1 ? line.length + 1 : column };
}
