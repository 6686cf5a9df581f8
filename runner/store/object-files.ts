/** Files named by the digest of their content. They are written once, read-only, and verified on every read. */

import { randomUUID } from 'node:crypto';
import { chmodSync, constants, copyFileSync, renameSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type DurableFiles, makeDurableFolder } from '../util/durable-files.ts';
import type { HashedFile } from '../util/hash-file.ts';
import { hashOwnFile, isOdd, ownFileState, readOwnFile } from '../util/own-file.ts';
import { removeIfThere, unlessMissing } from '../util/system-error.ts';
import { type Layout, objectPath } from './layout.ts';
import { linkOrCopy } from './link-file.ts';
import { quarantine } from './quarantine.ts';
import type { ObjectCorrupt, ObjectOdd, ObjectProblem } from './store-problem.ts';

export type ReportProblem = (problem: ObjectCorrupt | ObjectOdd) => void;

/** Longest object that is read as a whole. */
const maxReadBytes = 2 ** 31 - 1;

export class ObjectFiles {
  readonly #layout: Layout;
  readonly #files: DurableFiles;
  readonly #report: ReportProblem;

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
    const content = readOwnFile(this.path(digest), maxReadBytes);
    if (content === undefined) return fail({ reason: 'object-missing', digest });
    if (isOdd(content)) return fail(this.#quarantineOdd(digest, content.odd));
    const found = sha256(content);
    return found === digest ? ok(content) : fail(this.#quarantine(digest, found));
  }

  /** The path of an object whose content was read and found right. */
  verify(digest: Sha256): Result<string, ObjectProblem> {
    const path = this.path(digest);
    const hashed = hashOwnFile(path);
    if (hashed === undefined) return fail({ reason: 'object-missing', digest });
    if (isOdd(hashed)) return fail(this.#quarantineOdd(digest, hashed.odd));
    return hashed.digest === digest ? ok(path) : fail(this.#quarantine(digest, hashed.digest));
  }

  /** Whether the content is what the name says. Reads it, changes nothing. */
  isIntact(digest: Sha256): boolean {
    const hashed = hashOwnFile(this.path(digest));
    return hashed !== undefined && !isOdd(hashed) && hashed.digest === digest;
  }

  /**
   * Adds a hashed file by giving it a second name, so that the file stays where it was and a failed call can be
   * made again. The file becomes read-only.
   */
  add(source: string, { digest }: HashedFile): void {
    const target = this.path(digest);
    if (!this.#isThere(digest)) {
      const sealed = detach(source);
      chmodSync(sealed, 0o444);
      this.#files.syncFile(sealed);
      makeDurableFolder(dirname(target), this.#files);
      linkOrCopy(sealed, target, this.#files);
    }
    // Also when it was there: whoever added it may have died before this.
    this.#files.syncFolder(dirname(target));
  }

  /** Stores bytes; `temporaryFolder` must exist. */
  write(content: string | Uint8Array, temporaryFolder: string): Sha256 {
    const digest = sha256(content);
    const temporary = join(temporaryFolder, `${randomUUID()}.tmp`);
    try {
      this.#files.write(temporary, content, 0o444);
      this.add(temporary, { digest, bytes: content.length });
    } finally {
      removeIfThere(temporary);
    }
    return digest;
  }

  #isThere(digest: Sha256): boolean {
    const found = unlessMissing(() => ownFileState(this.path(digest)));
    return found !== undefined && this.verify(digest).ok;
  }

  #quarantine(digest: Sha256, found: Sha256): ObjectCorrupt {
    const quarantinedTo = quarantine(this.#layout, this.path(digest));
    const problem: ObjectCorrupt = { reason: 'object-corrupt', digest, found, quarantinedTo };
    this.#report(problem);
    return problem;
  }

  #quarantineOdd(digest: Sha256, what: string): ObjectOdd {
    const quarantinedTo = quarantine(this.#layout, this.path(digest));
    const problem: ObjectOdd = { reason: 'object-odd', digest, what, quarantinedTo };
    this.#report(problem);
    return problem;
  }
}

/** A file with a second name could still be changed through it, so such a file is replaced by a copy of itself. */
function detach(source: string): string {
  if (statSync(source).nlink === 1) return source;
  const copy = `${source}.${randomUUID()}.tmp`;
  copyFileSync(source, copy, constants.COPYFILE_EXCL);
  renameSync(copy, source);
  return source;
}
