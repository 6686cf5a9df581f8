/**
 * The recorded error of the cell that a search would give back now: the anytime performance that NAS-Bench-1Shot1
 * reports (Zela et al. 2020, section 4). The search itself never sees these numbers.
 */
import type { JsonObject } from '../../../schemas/json.ts';
import type { Nasbench101Table, ResultMetric } from '../../benchmark/nasbench101-table.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';

export interface RecordedErrors {
  /** Length of the recorded runs: the longest that the table has. */
  readonly epochs: number;
  /** Means over the repeats, in percent; null where nothing was recorded. */
  readonly validationErrorPercent: number | null;
  readonly testErrorPercent: number | null;
}

/** Undefined when the table lacks the cell. */
export function recordedErrors(table: Nasbench101Table, spec: CellSpec): RecordedErrors | undefined {
  const row = table.indexOfSpec(spec);
  const epochs = table.facts.epochs.at(-1);
  if (row < 0 || epochs === undefined) return undefined;
  return {
    epochs,
    validationErrorPercent: meanError(table, row, 'finalValidationAccuracy', epochs),
    testErrorPercent: meanError(table, row, 'finalTestAccuracy', epochs),
  };
}

/**
 * Validation error of one of the longest runs, in percent; null when the table lacks the cell or that run of it.
 *
 * @param repeat 0-based
 */
export function recordedRun(table: Nasbench101Table, spec: CellSpec, repeat: number): number | null {
  const row = table.indexOfSpec(spec);
  const epochs = table.facts.epochs.at(-1);
  if (row < 0 || epochs === undefined) return null;
  const accuracy = table.value(row, 'finalValidationAccuracy', epochs, repeat);
  return Number.isNaN(accuracy) ? null : 100 * (1 - accuracy);
}

/** For `Bench1Shot1Run.afterEpoch`: a field `benchmark`, null when the table lacks the cell. */
export const reportRecorded =
  (table: Nasbench101Table) =>
  (spec: CellSpec): JsonObject => {
    const found = recordedErrors(table, spec);
    return { benchmark: found ? { ...found } : null };
  };

function meanError(
  table: Nasbench101Table,
  row: number,
  metric: ResultMetric,
  epochs: number,
): number | null {
  const values = Array.from({ length: table.facts.repeats }, (_, repeat) =>
    table.value(row, metric, epochs, repeat),
  ).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return null;
  return 100 * (1 - values.reduce((sum, value) => sum + value, 0) / values.length);
}
