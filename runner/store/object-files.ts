/** Files named by the digest of their content. They are written once, read-only, and verified on every read. */

import { randomUUID } from 'node:crypto';
import { chmodSync, constants, copyFileSync, renameSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type DurableFiles, makeFolderToFlush } from '../util/durable-files.ts';
import type { HashedFile } from '../util/hash-file.ts';
import { isOdd, ownFileState } from '../util/own-file.ts';
import { removeIfThere, unlessMissing } from '../util/system-error.ts';
import { catchDiskFull, type UnlessDiskFull } from './disk-full.ts';
import { type FlushSteps, flushAlone, flushed } from './flush-steps.ts';
import { type Layout, objectPath } from './layout.ts';
import { linkOrCopy } from './link-file.ts';
import { type ContentProblem, hashObject, readObject } from './object-content.ts';
import { quarantine } from './quarantine.ts';
import type { ObjectCorrupt, ObjectOdd, ObjectProblem } from './store-problem.ts';

export type ReportProblem = (problem: ObjectCorrupt | ObjectOdd) => void;

export class ObjectFiles {
  readonly #layout: Layout;
  readonly #files: DurableFiles;
  readonly #report: ReportProblem;
  /** Digest to the file whose name was flushed by this process, so that what many jobs leave alike is flushed once. */
  readonly #flushed = new Map<Sha256, string | undefined>();

  constructor(layout: Layout, files: DurableFiles, report: ReportProblem) {
    this.#layout = layout;
    this.#files = files;
    this.#report = report;
  }

  path(digest: Sha256): string {
    return objectPath(this.#layout, digest);
  }

  /** State of its file; undefined when there is none, or something that is no file. */
  state(digest: Sha256): Stats | undefined {
    const found = unlessMissing(() => ownFileState(this.path(digest)));
    return found === undefined || isOdd(found) ? undefined : found;
  }

  read(digest: Sha256): Result<Uint8Array, ObjectProblem> {
    return this.#withoutBad(readObject(this.path(digest), digest));
  }

  /** Reads an object whose content is to be right. */
  verify(digest: Sha256): Result<HashedFile, ObjectProblem> {
    return this.#withoutBad(hashObject(this.path(digest), digest));
  }

  /** Whether the content is what the name says. Reads it, changes nothing. */
  isIntact(digest: Sha256): boolean {
    return hashObject(this.path(digest), digest).ok;
  }

  /**
   * Adds hashed files by giving them second names, so that they stay where they were and a failed call can be made again.
   * They become read-only. Names that were there before are flushed too: whoever added them may have died before it.
   */
  *add(staged: readonly (HashedFile & { readonly path: string })[]): FlushSteps<UnlessDiskFull<null>> {
    const there = new Map(staged.map(({ digest }) => [digest, this.#intactFile(digest)]));
    const added = staged.filter(({ digest }) => there.get(digest) === undefined);
    const needed = added.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of added) {
      const sealed = catchDiskFull(path, bytes, () => seal(path));
      if (!sealed.ok) return sealed;
    }
    const written = yield* flushed({ files: added.map(({ path }) => path) }, needed);
    if (!written.ok) return written;
    const folders = new Set<string>();
    for (const { path, digest, bytes } of added) {
      const target = this.path(digest);
      const named = catchDiskFull(path, bytes, () => {
        for (const folder of makeFolderToFlush(dirname(target))) folders.add(folder);
        linkOrCopy(path, target, this.#files);
        return fileOf(this.state(digest));
      });
      if (!named.ok) return named;
      there.set(digest, named.value);
    }
    const unflushed = [...there].filter(([digest, file]) => this.#flushed.get(digest) !== file);
    for (const [digest] of unflushed) folders.add(dirname(this.path(digest)));
    const kept = yield* flushed({ folders: [...folders] }, needed);
    if (kept.ok) for (const [digest, file] of unflushed) this.#flushed.set(digest, file);
    return kept;
  }

  /** Stores bytes; `temporaryFolder` must exist. */
  write(content: string | Uint8Array, temporaryFolder: string): UnlessDiskFull<Sha256> {
    const digest = sha256(content);
    const temporary = join(temporaryFolder, `${randomUUID()}.tmp`);
    try {
      this.#files.create(temporary, content, 0o444);
      const added = flushAlone(this.add([{ path: temporary, digest, bytes: content.length }]), this.#files);
      return added.ok ? ok(digest) : added;
    } finally {
      removeIfThere(temporary);
    }
  }

  #intactFile(digest: Sha256): string | undefined {
    const found = unlessMissing(() => ownFileState(this.path(digest)));
    if (found === undefined || !this.verify(digest).ok || isOdd(found)) return undefined;
    return fileOf(found);
  }

  /** What is not what its name says is moved to quarantine. */
  #withoutBad<T>(read: Result<T, ContentProblem>): Result<T, ContentProblem> {
    const [found] = read.ok ? [] : read.failures;
    if (found === undefined || found.reason === 'object-missing') return read;
    const problem = { ...found, quarantinedTo: quarantine(this.#layout, this.path(found.digest)) };
    this.#report(problem);
    return fail(problem);
  }
}

/** Tells files of one name apart, also when an inode was used again. */
const fileOf = (state: Stats | undefined): string | undefined =>
  state === undefined ? undefined : `${state.ino} ${state.birthtimeMs}`;

/** A file with a second name could still be changed through it, so such a file is replaced by a copy of itself. */
function seal(source: string): void {
  if (statSync(source).nlink > 1) {
    const copy = `${source}.${randomUUID()}.tmp`;
    copyFileSync(source, copy, constants.COPYFILE_EXCL);
    renameSync(copy, source);
  }
  chmodSync(source, 0o444);
}
