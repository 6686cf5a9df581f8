/** A manifest as text, whatever lies in its place. */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { FileProblem } from '../manifest-tree/problem.ts';
import type { Source } from '../manifest-tree/source.ts';
import { readRegularFile } from '../util/regular-file.ts';

/** Fifty times the longest manifest there is; what is much longer keeps the YAML parser busy for seconds. */
const mostBytes = 256 * 1024;

/** A file as UTF-8 text, under the name that messages will give it. */
export function readSource(file: string, name: string = file): Result<Source, FileProblem> {
  const bytes = readRegularFile(file, mostBytes);
  if (!bytes.ok) {
    return fail(...bytes.failures.map((why) => ({ reason: 'cannot-read' as const, file: name, why })));
  }
  const text = decode(bytes.value);
  if (text === null) return fail({ reason: 'not-utf8', file: name, byte: firstBadByte(bytes.value) });
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
