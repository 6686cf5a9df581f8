/**
 * NAS-Bench-201 (Dong and Yang, ICLR 2020) after 12 epochs, as a JSON table with the columns `arch`, `cellstr` and
 * accuracies in percent on three data sets. Validation and test accuracies are separate, as in the file.
 */
import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BenchmarkFailure, unreadable } from './failure.ts';

export const nasbench201DataSets = ['cifar10', 'cifar100', 'imagenet16-120'] as const;
export type Nasbench201DataSet = (typeof nasbench201DataSets)[number];

export interface Nasbench201Row {
  /** The benchmark's number of the architecture. */
  readonly index: number;
  /** Operations on the six edges: `|op~source|+|op~source|op~source|+...`. */
  readonly cell: string;
  /** Percent. */
  readonly validation: Readonly<Record<Nasbench201DataSet, number>>;
  readonly test: Readonly<Record<Nasbench201DataSet, number>>;
}

const columns = [
  'arch',
  'cellstr',
  ...nasbench201DataSets.flatMap((name) => [`${name}-test`, `${name}-val`]),
];

/** In the order of the file. */
export function readNasbench201(path: string): Result<readonly Nasbench201Row[], BenchmarkFailure> {
  let file: { readonly columns?: unknown; readonly rows?: unknown };
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail(unreadable(path, error));
  }
  if (JSON.stringify(file.columns) !== JSON.stringify(columns) || !Array.isArray(file.rows)) {
    return fail({ reason: 'file-unreadable', path, message: `Expected the columns ${columns.join(', ')}` });
  }
  const rows: Nasbench201Row[] = [];
  for (const [i, row] of (file.rows as readonly unknown[]).entries()) {
    if (!isRow(row)) {
      return fail({
        reason: 'row-unreadable',
        path,
        row: i + 1,
        message: `Expected ${columns.length} entries`,
      });
    }
    rows.push(rowOf(row));
  }
  return ok(rows);
}

type RawRow = readonly [index: number, cell: string, ...accuracies: number[]];

function isRow(row: unknown): row is RawRow {
  if (!Array.isArray(row) || row.length !== columns.length) return false;
  const [index, cell, ...accuracies]: readonly unknown[] = row;
  return (
    Number.isInteger(index) &&
    typeof cell === 'string' &&
    accuracies.every((accuracy) => typeof accuracy === 'number')
  );
}

function rowOf([index, cell, ...accuracies]: RawRow): Nasbench201Row {
  const [test10 = 0, validation10 = 0, test100 = 0, validation100 = 0, test120 = 0, validation120 = 0] =
    accuracies;
  return {
    index,
    cell,
    validation: { cifar10: validation10, cifar100: validation100, 'imagenet16-120': validation120 },
    test: { cifar10: test10, cifar100: test100, 'imagenet16-120': test120 },
  };
}
