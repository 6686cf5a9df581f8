/** How many cells there are, by two rules. Source: Liu et al. 2019 (Auto-DeepLab), section 3.1. */
import { decodable, operations } from './operations.ts';

/** Two inputs in order, each any state and any operation, `none` too: 556,627,761,561,600 of five blocks. */
export function cellCount(blocks: number): bigint {
  let count = 1n;
  for (let b = 0; b < blocks; b += 1) count *= (BigInt(b + 2) * BigInt(operations.length)) ** 2n;
  return count;
}

/** Two different states, each through an operation other than `none`, as decoding gives them: 762,683,172,300 of five. */
export function decodableCount(blocks: number): bigint {
  let count = 1n;
  for (let b = 0; b < blocks; b += 1) {
    count *= ((BigInt(b + 2) * BigInt(b + 1)) / 2n) * BigInt(decodable.length) ** 2n;
  }
  return count;
}
