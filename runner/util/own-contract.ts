/** A file with a contract that another process, or an earlier one, may have written. */
import type { Contract } from '../../schemas/contract.ts';
import { isOdd, readOwnFile } from './own-file.ts';

/** @returns undefined where there is none, or none that can be believed. @throws the system's error */
export function readOwnContract<T>(path: string, format: Contract<T>, maxBytes: number): T | undefined {
  const content = readOwnFile(path, maxBytes);
  if (content === undefined || isOdd(content)) return undefined;
  const read = format.parse(content.toString('utf8'));
  return read.ok ? read.value : undefined;
}
