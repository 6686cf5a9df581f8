/** The forms in which results of NAS-Bench-101 are published, each read into the same table. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { matrixOf, operationsOf } from '../space/nasbench101/edge-bits.ts';
import { type CellSpec, cellSpec } from '../space/nasbench101/spec.ts';
import { type BenchmarkFailure, unreadable } from './failure.ts';
import type { Evaluation } from './model-metrics.ts';
import { Nasbench101Builder, type RunResults } from './nasbench101-builder.ts';
import { parseNasbench101Record } from './nasbench101-record.ts';
import type { Nasbench101Table } from './nasbench101-table.ts';
import { readTfRecords, type TfRecordOptions } from './tf-record.ts';

export interface Import {
  /** Everything that could be read before the failure. */
  readonly table: Nasbench101Table;
  readonly failure: BenchmarkFailure | undefined;
}

/** `nasbench_only108.tfrecord` or `nasbench_full.tfrecord`. Every cell's hash is computed again and compared. */
export async function importTfRecords(path: string, options: TfRecordOptions = {}): Promise<Import> {
  const builder = new Nasbench101Builder();
  const { failure } = await readTfRecords(
    path,
    (payload, offset) =>
      attempt(
        () => {
          const { hash, epochs, spec, metrics } = parseNasbench101Record(payload);
          const [, halfway, final] = metrics.evaluations;
          builder.addCell(hash, spec, metrics.trainableParameters);
          builder.addRun(hash, epochs, { ...named('halfway', halfway), ...named('final', final) });
        },
        (message) => ({ reason: 'record-unreadable', path, offset, message }),
      ),
    options,
  );
  return { table: builder.build(basename(path)), failure };
}

/**
 * A JSON list of cells with all their runs, with the field names of the queries of
 * google-research/nasbench@b942470.
 */
export const importJson = (path: string): Import => importRows(path, jsonList, addJsonCell);

function jsonList(text: string): readonly unknown[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new TypeError('Expected a JSON list of cells');
  return list;
}

/**
 * A CSV file with one run of each length for each cell: hash, vertices, edge bits, labels, parameters, training time
 * of the longest run, and final validation accuracies after 4, 12, 36 and 108 epochs.
 */
export const importCsv = (path: string): Import =>
  importRows(path, (text) => text.trimEnd().split(/\r?\n/), addCsvRow);

const csvHeader =
  'module_hash,vertices,upper_tri_bits,op_labels,trainable_parameters,final_training_time_s,val_acc_4,val_acc_12,val_acc_36,val_acc_108';

type AddRow = (builder: Nasbench101Builder, row: unknown, index: number) => void;

function importRows(path: string, split: (text: string) => readonly unknown[], add: AddRow): Import {
  const builder = new Nasbench101Builder();
  let rows: readonly unknown[] = [];
  let failure: BenchmarkFailure | undefined;
  try {
    rows = split(readFileSync(path, 'utf8'));
  } catch (error) {
    failure = unreadable(path, error);
  }
  for (let i = 0; i < rows.length && failure === undefined; i += 1) {
    failure = attempt(
      () => add(builder, rows[i], i),
      (message) => ({ reason: 'row-unreadable', path, row: i + 1, message }),
    );
  }
  return { table: builder.build(basename(path)), failure };
}

function addCsvRow(builder: Nasbench101Builder, row: unknown, index: number): void {
  if (index === 0) {
    if (row !== csvHeader) throw new TypeError(`Expected the columns ${csvHeader}`);
    return;
  }
  const [hash = '', vertices, bits, labels = '', parameters, seconds, ...accuracies] = String(row).split(',');
  const size = Number(vertices);
  if (accuracies.length !== 4 || labels.length !== size - 2) {
    throw new TypeError('Expected ten columns and a label for each interior vertex');
  }
  if (
    ![bits, parameters, seconds, ...accuracies].every((text) => text !== '' && Number.isFinite(Number(text)))
  ) {
    throw new TypeError('Expected numbers behind the hash');
  }
  const labelCode = labels === '' ? 0 : Number.parseInt(labels, 3);
  const spec = { matrix: matrixOf(Number(bits), size), ops: operationsOf(labelCode, size) };
  builder.addCell(hash, spec, Number(parameters));
  accuracies.forEach((accuracy, i) => {
    const epochs = 4 * 3 ** i;
    const time = epochs === 108 ? { finalTrainingTime: Number(seconds) } : {};
    builder.addRun(hash, epochs, { finalValidationAccuracy: Number(accuracy), ...time });
  });
}

interface JsonCell extends CellSpecFields {
  readonly module_hash: string;
  readonly trainable_parameters: number;
  readonly computed: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>;
}

interface CellSpecFields {
  readonly module_adjacency: CellSpec['matrix'];
  readonly module_operations: readonly string[];
}

function addJsonCell(builder: Nasbench101Builder, row: unknown): void {
  const cell = row as JsonCell;
  const spec = cellSpec(cell.module_adjacency, cell.module_operations);
  builder.addCell(cell.module_hash, spec, cell.trainable_parameters);
  for (const [epochs, runs] of Object.entries(cell.computed)) {
    for (const run of runs) {
      builder.addRun(cell.module_hash, Number(epochs), {
        ...named('halfway', fromFields(run, 'halfway')),
        ...named('final', fromFields(run, 'final')),
      });
    }
  }
}

function fromFields(
  run: Readonly<Record<string, number>>,
  when: 'halfway' | 'final',
): Omit<Evaluation, 'epoch'> {
  const field = (name: string): number => run[`${when}_${name}`] ?? Number.NaN;
  return {
    trainingTime: field('training_time'),
    trainAccuracy: field('train_accuracy'),
    validationAccuracy: field('validation_accuracy'),
    testAccuracy: field('test_accuracy'),
  };
}

function named(when: 'halfway' | 'final', evaluation: Omit<Evaluation, 'epoch'> | undefined): RunResults {
  if (!evaluation) return {};
  const { trainingTime, trainAccuracy, validationAccuracy, testAccuracy } = evaluation;
  return {
    [`${when}TrainingTime`]: trainingTime,
    [`${when}TrainAccuracy`]: trainAccuracy,
    [`${when}ValidationAccuracy`]: validationAccuracy,
    [`${when}TestAccuracy`]: testAccuracy,
  };
}

function attempt(
  action: () => void,
  failed: (message: string) => BenchmarkFailure,
): BenchmarkFailure | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
