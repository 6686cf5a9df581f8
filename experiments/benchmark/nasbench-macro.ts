/**
 * NAS-Bench-Macro (Su et al., CVPR 2021): 6,561 networks of eight layers with three choices each, trained three times
 * on CIFAR-10. There are test accuracies only.
 */
import { readFileSync } from 'node:fs';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BenchmarkFailure, unreadable } from './failure.ts';

export interface MacroRow {
  /** Eight digits in [0, 2], a choice for each layer. */
  readonly architecture: string;
  /** Percent, one for each training. */
  readonly testAccuracies: readonly number[];
  readonly meanTestAccuracy: number;
  readonly parameters: number;
  /** Multiply-accumulate operations of one forward pass. */
  readonly multiplyAdds: number;
}

interface RawRow {
  readonly test_acc: readonly number[];
  readonly mean_acc: number;
  readonly params: number;
  readonly flops: number;
}

/** By architecture: a JSON object of such names has no order of its own in JavaScript. */
export function readNasbenchMacro(path: string): Result<readonly MacroRow[], BenchmarkFailure> {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail(unreadable(path, error));
  }
  const rows: MacroRow[] = [];
  for (const [architecture, row] of Object.entries(file ?? {})) {
    if (!/^[0-2]{8}$/.test(architecture) || !isRow(row)) {
      const message = `Expected the results of an architecture of eight layers, got ${architecture}`;
      return fail({ reason: 'row-unreadable', path, row: rows.length + 1, message });
    }
    rows.push({
      architecture,
      testAccuracies: row.test_acc,
      meanTestAccuracy: row.mean_acc,
      parameters: row.params,
      multiplyAdds: row.flops,
    });
  }
  return ok(rows.sort((a, b) => byCodeUnit(a.architecture, b.architecture)));
}

function isRow(row: unknown): row is RawRow {
  if (typeof row !== 'object' || row === null) return false;
  const { test_acc, mean_acc, params, flops } = row as Record<string, unknown>;
  return Array.isArray(test_acc) && [...test_acc, mean_acc, params, flops].every(Number.isFinite);
}
