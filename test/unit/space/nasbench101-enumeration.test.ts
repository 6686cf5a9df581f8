import { describe, expect, test } from 'vitest';
import {
  cellCounts,
  enumerateCells,
  fullGraphs,
  labelledGraphs,
  totalCells,
} from '../../../experiments/space/nasbench101/enumerate.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { edgeCount } from '../../../experiments/space/nasbench101/spec.ts';
import { byCodeUnit, sha256 } from '../../../schemas/canonical.ts';
import oracles from '../../fixtures/nasbench101.json' with { type: 'json' };
import { isQuick, quickReason } from '../../util/real-data.ts';

/**
 * SHA-256 of the sorted hashes, joined by newlines: of google-research/nasbench@b942470 for up to five vertices,
 * ours beyond.
 */
const digests: Readonly<Record<number, string>> = {
  2: '958da19ff2aee57ec2c1dd28499743be68460c4b86e99ede80bf3e698bcc3df9',
  3: 'b556612a5bd770a2d9faeb01a5a63746eaaa6e36be7c8ef409339aae9dbac409',
  4: 'b58369fed0e66abc846b05aa278583f0e562b6ae9c023b98c690221fb8cea264',
  5: '535cda18c45f8cad62408a7dd29bac59f457d74face5b482d9a79257a8daa08c',
  6: 'cd3013a42454ecef5f4b0a63d3e533576690854aea6f3620ed4827ae767a5e89',
  7: '2d94aca9b42adf6ab96ccb65c9cf3a8d8369265f29b1ddd7e557ff1eb19732a5',
};

const oracleOf = (vertices: number) => {
  const found = Object.entries(oracles.enumeration).find(([v]) => v === String(vertices))?.[1];
  if (!found) throw new Error(`no oracle for ${vertices} vertices`);
  return found;
};

describe('enumeration without hashing', () => {
  test.each([2, 3, 4, 5, 6, 7])('%i vertices: published numbers of graphs and cells', (vertices) => {
    const oracle = oracleOf(vertices);
    let cells = 0;
    for (const { labelCodes } of labelledGraphs(vertices)) cells += labelCodes.length;
    expect([...fullGraphs(vertices)]).toHaveLength(oracle.fullGraphs);
    expect(cells).toBe(oracle.unique);
    expect(cellCounts[vertices - 2]).toBe(oracle.unique);
  });

  test('all sizes together make the published 423,624', () => {
    expect(cellCounts.reduce((sum, count) => sum + count, 0)).toBe(totalCells);
  });

  test('a number of vertices that the space does not have is refused', () => {
    expect(() => [...labelledGraphs(8)]).toThrow(
      new TypeError('Expected `vertices` to be an integer in [2, 7], got `8`'),
    );
  });
});

function expectOfficialSet(vertices: number): void {
  const hashes: string[] = [];
  const byEdges: Record<string, number> = {};
  for (const cell of enumerateCells(vertices)) {
    hashes.push(cell.hash);
    const edges = edgeCount(cell.matrix);
    byEdges[edges] = (byEdges[edges] ?? 0) + 1;
  }
  expect(byEdges).toEqual(oracleOf(vertices).uniqueByEdges);
  expect(new Set(hashes).size).toBe(oracleOf(vertices).unique);
  expect(sha256(hashes.sort(byCodeUnit).join('\n'))).toBe(digests[vertices]);
}

describe('enumeration with hashes', () => {
  test.each([2, 3, 4, 5, 6])(
    '%i vertices: no hash occurs twice and the set is the official one',
    expectOfficialSet,
  );

  test('7 vertices: no hash occurs twice and the set is the official one', ({ skip }) => {
    skip(isQuick, quickReason);
    expectOfficialSet(7);
  }, 300_000);

  test('every cell carries the hash that it has on its own', () => {
    for (const cell of enumerateCells(5)) expect(cellHash(cell)).toBe(cell.hash);
  });
});
