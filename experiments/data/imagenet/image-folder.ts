/**
 * A folder of photographs in the form in which ImageNet is unpacked: one folder for each class, JPEG files within. Only
 * names are held; pixels are read when a minibatch asks for them.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';

export interface ImageFolder {
  readonly path: string;
  /** Names of the class folders, by code unit. The position is the label. */
  readonly classes: readonly string[];
  /** `class/file`, by class and then by name, whatever order the file system has. The position is the image's. */
  readonly files: readonly string[];
  readonly labels: Int32Array;
  /** SHA-256 that each file must have, in hexadecimal; absent when nobody recorded any. */
  readonly digests?: readonly string[];
}

const isJpeg = (name: string): boolean => /\.jpe?g$/i.test(name);

/** Fails when there is no class, or a class with no image or with a file that is no JPEG by name. Hidden files are skipped. */
export function indexImageFolder(path: string): Result<ImageFolder, JobFailure> {
  const classes = entriesOf(path)
    ?.filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  if (!classes || classes.length === 0)
    return refuse(`${path}: expected a folder with one folder for each class`);
  const files: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classes.entries()) {
    const inside = entriesOf(join(path, name)) ?? [];
    const odd = inside.find((entry) => !entry.isFile() || !isJpeg(entry.name));
    if (odd) return refuse(`${name}/${odd.name}: expected JPEG files only (.jpg or .jpeg)`);
    if (inside.length === 0)
      return refuse(`${name}: expected at least one JPEG file in the folder of a class`);
    files.push(...inside.map((entry) => `${name}/${entry.name}`));
    labels.push(...inside.map(() => label));
  }
  return ok({ path, classes, files, labels: Int32Array.from(labels) });
}

/** In order of the code units of their names; undefined if the folder cannot be read. */
function entriesOf(path: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });
