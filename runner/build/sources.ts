/**
 * The files that a build is made of, each by the id that git gives its content: what lies in the working folder counts,
 * not what the index says about it.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit, canonicalDigest } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';

/** Path, from the project's folder, to the id that git gives the content. */
export type SourceBlobs = Readonly<Record<string, string>>;

/** The lock file of the packages that the program below `root` was made with; the file need not be there. */
export const lockFileIn = (root: string): string =>
  [lockFile, packedLockFile].map((path) => join(root, path)).find((path) => existsSync(path)) ??
  join(root, lockFile);

export interface Sources {
  readonly blobs: SourceBlobs;
  /** Sources that lead to no regular file, such as a link to a device. */
  readonly unreadable: readonly string[];
}

export type BlobAlgorithm = 'sha1' | 'sha256';

export const lockFile = 'package-lock.json';
export const pinFile = 'packages.digest.json';
/** Where an archive of npm carries the lock file, since npm packs none from the top folder. */
export const packedLockFile = 'dist/packages.lock.json';
export const sourceFolders = ['architectures', 'experiments', 'runner', 'schemas', 'scripts'];
const files = ['package.json', lockFile, pinFile];
/** Written by the build, from sources that count already. */
const generated = 'runner/manifest/schema-validator.js';
const source = /\.(?:[cm]?[jt]sx?|css|json)$/;

/** That of a repository, told by one of its ids. */
export const algorithmOf = (id: string): BlobAlgorithm => (id.length === 40 ? 'sha1' : 'sha256');

/** @param algorithm that of the repository; keys always use sha1, which nearly all have. */
export const blobId = (content: Uint8Array, algorithm: BlobAlgorithm = 'sha1'): string =>
  createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest('hex');

/**
 * The id of a file as git would take it up: of a link, the text of the link. Null for what is neither (a folder, a
 * pipe, a device) or is not there. Never waits for a writer.
 */
export function workingBlobId(root: string, path: string, algorithm?: BlobAlgorithm): string | null {
  const file = join(root, path);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink() === true) return blobId(Buffer.from(readlinkSync(file)), algorithm);
  return stat?.isFile() === true ? blobId(readFileSync(file), algorithm) : null;
}

/** The id of a file as it would be with a line feed alone at the end of each line; null for what is no file. */
export function lineFeedBlobId(root: string, path: string, algorithm?: BlobAlgorithm): string | null {
  const file = join(root, path);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  const text = readFileSync(file, 'latin1').replaceAll('\r\n', '\n');
  return blobId(Buffer.from(text, 'latin1'), algorithm);
}

/** Of a regular file. */
export const gitBlobId = (file: string): string => blobId(readFileSync(file));

/** Every source below `root`. Of a link it is the content that it leads to, since that is what is compiled. */
export function readSources(root: string): Sources {
  const found = [...sourceFolders.flatMap((folder) => sourcesIn(root, folder)), ...files].sort(byCodeUnit);
  const blobs: Record<string, string> = {};
  const unreadable: string[] = [];
  for (const path of found) {
    const file = path === lockFile ? lockFileIn(root) : join(root, path);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() === true) blobs[path] = blobId(readFileSync(file));
    else if (stat !== undefined || lstatSync(file, { throwIfNoEntry: false }) !== undefined)
      unreadable.push(path);
  }
  return { blobs, unreadable };
}

/** Equal sources, equal digest. */
export const sourceDigest = (sources: Sources): Sha256 =>
  canonicalDigest([Object.entries(sources.blobs), [...sources.unreadable]]);

function sourcesIn(root: string, folder: string): string[] {
  if (statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return path === generated || !source.test(path) ? [] : [path];
  });
}
