import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { FileProblem } from './problem.ts';
import type { Source } from './source.ts';

/** A file as UTF-8 text, under the name that messages will give it. */
export function readSource(file: string, name: string = file): Result<Source, FileProblem> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return fail({ reason: 'cannot-read', file: name, code });
  }
  const text = decode(bytes);
  if (text === null) return fail({ reason: 'not-utf8', file: name, byte: firstBadByte(bytes) });
  return ok({ name, text });
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Offset of the first byte that no UTF-8 text has there: the longest good prefix ends at it. */
function firstBadByte(bytes: Uint8Array): number {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoded = new TextEncoder().encode(lenient);
  const at = bytes.findIndex((byte, i) => byte !== encoded[i]);
  return at < 0 ? bytes.length : at;
}
