/**
 * The tabular benchmark that comes with the project: the 91 cells of at most four vertices, trained on textures10 with
 * three seeds (manifests/reprise/textures10-cells.yaml, whose report `table` these rows are).
 */
import { ok } from '../../schemas/result.ts';
import type { DataLoader } from '../data/data-loader.ts';
import { Nasbench101Builder } from './nasbench101-builder.ts';
import type { Nasbench101Table } from './nasbench101-table.ts';
import rows from './textures10-cells.json' with { type: 'json' };

/** One training; the seeds of a cell follow each other in the order of the manifest. */
interface Row {
  readonly hash: string;
  readonly matrix: readonly (readonly number[])[];
  readonly ops: readonly string[];
  readonly epochs: number;
  readonly parameters: number;
  readonly trainingTime: number;
  readonly trainAccuracy: number;
  readonly validationAccuracy: number;
  readonly testAccuracy: number;
}

export function embeddedCells(): Nasbench101Table {
  const builder = new Nasbench101Builder();
  for (const row of rows as readonly Row[]) {
    const { hash, matrix, ops, epochs, parameters } = row;
    builder.addCell(hash, { matrix, ops }, parameters);
    builder.addRun(hash, epochs, {
      finalTrainingTime: row.trainingTime,
      finalTrainAccuracy: row.trainAccuracy,
      finalValidationAccuracy: row.validationAccuracy,
      finalTestAccuracy: row.testAccuracy,
    });
  }
  return builder.build('textures10-cells');
}

export const data: DataLoader<Nasbench101Table> = { kind: 'table', load: () => ok(embeddedCells()) };
