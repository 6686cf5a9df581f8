/** How many cells of N nodes there are, by each way to count. */
import { nodeActivations } from '../darts-rnn/activations.ts';

const kinds = BigInt(nodeActivations.length);

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

/**
 * An activation and an earlier state, the joined one among them, for each node: 4^N N!, as Pham et al. 2018, section 2.1,
 * count. 8,036,313,307,545,600 of twelve nodes.
 */
export const decisionCount = (nodes: number): bigint => kinds ** BigInt(nodes) * factorial(nodes);

/**
 * What the controller of melodyguan/enas@4bcfd73 (src/ptb) can emit, whose first node joins input and state and has an
 * activation to choose, but nothing to read: 4^N (N - 1)!. 669,692,775,628,800 of twelve nodes.
 */
export const firstReleaseCount = (nodes: number): bigint => kinds ** BigInt(nodes) * factorial(nodes - 1);

/**
 * Different networks: forests of N nodes below the joined state, each node of one of four kinds, without an order. By
 * the Euler transform (Otter 1948), since what lies below a node is such a forest, too.
 */
export function networkCount(nodes: number): bigint {
  const forests = [1n];
  const trees = (size: number): bigint => kinds * (forests[size - 1] ?? 0n);
  for (let size = 1; size <= nodes; size += 1) {
    let sum = 0n;
    for (let k = 1; k <= size; k += 1) {
      let weight = 0n;
      for (let d = 1; d <= k; d += 1) if (k % d === 0) weight += BigInt(d) * trees(d);
      sum += weight * (forests[size - k] ?? 0n);
    }
    forests.push(sum / BigInt(size));
  }
  return forests[nodes] ?? 0n;
}
