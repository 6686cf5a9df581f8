/** An object's file read as it lies there; nothing is moved. */
import { sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { HashedFile } from '../util/hash-file.ts';
import { hashOwnFile, isOdd, readOwnFile } from '../util/own-file.ts';
import type { ObjectCorrupt, ObjectMissing, ObjectOdd } from './store-problem.ts';

export type ContentProblem = ObjectMissing | ObjectCorrupt | ObjectOdd;

/** Longest object that is read as a whole. */
const maxReadBytes = 2 ** 31 - 1;

export function readObject(path: string, digest: Sha256): Result<Uint8Array, ContentProblem> {
  const content = readOwnFile(path, maxReadBytes);
  if (content === undefined) return fail({ reason: 'object-missing', digest });
  if (isOdd(content)) return fail({ reason: 'object-odd', digest, what: content.odd, quarantinedTo: null });
  const found = sha256(content);
  return found === digest
    ? ok(content)
    : fail({ reason: 'object-corrupt', digest, found, quarantinedTo: null });
}

export function hashObject(path: string, digest: Sha256): Result<HashedFile, ContentProblem> {
  const hashed = hashOwnFile(path);
  if (hashed === undefined) return fail({ reason: 'object-missing', digest });
  if (isOdd(hashed)) return fail({ reason: 'object-odd', digest, what: hashed.odd, quarantinedTo: null });
  const { digest: found } = hashed;
  return found === digest
    ? ok(hashed)
    : fail({ reason: 'object-corrupt', digest, found, quarantinedTo: null });
}
