/** The table that comes with the project is the report that its manifest's lock names. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { embeddedCells } from '../../../experiments/benchmark/embedded-cells.ts';
import { nasbench101Benchmark } from '../../../experiments/benchmark/nasbench101-benchmark.ts';
import { enumerateCells } from '../../../experiments/space/nasbench101/enumerate.ts';
import { sha256 } from '../../../schemas/canonical.ts';

const table = embeddedCells();

describe('the embedded table', () => {
  test('is the report that the lock names, byte for byte', () => {
    const lock = JSON.parse(readFileSync('manifests/reprise/textures10-cells.lock.json', 'utf8'));
    const bytes = readFileSync('experiments/benchmark/textures10-cells.json');
    expect(JSON.stringify(lock.profiles.base.reports)).toContain(sha256(bytes));
  });

  test('holds every cell of at most four vertices, at four budgets and three times', () => {
    expect(table.facts).toMatchObject({ rows: 91, epochs: [1, 2, 4, 8], repeats: 3 });
    for (const cell of [2, 3, 4].flatMap((vertices) => [...enumerateCells(vertices)])) {
      const row = table.indexOfSpec(cell);
      expect(table.hash(row)).toBe(cell.hash);
      for (const epochs of table.facts.epochs) {
        for (const repeat of [0, 1, 2]) {
          expect(table.value(row, 'finalTestAccuracy', epochs, repeat)).toBeGreaterThan(0.05);
        }
      }
    }
  });

  test('rewards longer training and better cells', () => {
    const benchmark = nasbench101Benchmark(table);
    const meanError = (epochs: number): number => {
      const errors = Array.from(
        { length: 91 },
        (_, row) => 100 * (1 - table.value(row, 'finalTestAccuracy', epochs, 0)),
      );
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    };
    expect(meanError(1)).toBeGreaterThan(meanError(8) + 30);
    expect(benchmark.best.testErrorPercent).toBeLessThan(10);
  });
});
