/** Files that another process wrote: one that is absent, or not whole yet, says nothing. */
import type { Contract } from '../../../schemas/contract.ts';
import { readOwnContract } from '../../util/own-contract.ts';

/** Outputs are other files; nothing that is read here is near it. */
const maxBytes = 16 * 1024 * 1024;

export const readTaskFile = <T>(path: string, format: Contract<T>): T | undefined =>
  readOwnContract(path, format, maxBytes);
