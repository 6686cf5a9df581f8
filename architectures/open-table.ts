/** Opens recorded results in any form: the compact table, or a published file, which is read anew each time. */

import type { BenchmarkFailure } from '../experiments/benchmark/failure.ts';
import {
  type Import,
  importCsv,
  importJson,
  importTfRecords,
} from '../experiments/benchmark/nasbench101-sources.ts';
import { loadNasbench101, type Nasbench101Table } from '../experiments/benchmark/nasbench101-table.ts';
import { argumentProblem, grouped } from '../experiments/space/answer.ts';
import type { QueryProblem } from '../schemas/query.ts';
import { fail, ok, type Result } from '../schemas/result.ts';
import { type CellTableForm, formOf } from './table-form.ts';

export interface OpenedTable {
  readonly table: Nasbench101Table;
  readonly form: CellTableForm;
  /** SHA-256 of the content; null for a published file and the embedded table. */
  readonly digest: string | null;
}

export async function openTable(file: string): Promise<Result<OpenedTable, QueryProblem>> {
  const form = formOf(file);
  if (typeof form !== 'string') return fail(form);
  if (form === 'nasbench201' || form === 'nasbench-macro') {
    const misfit = { expected: 'results of NAS-Bench-101', found: `those of ${form}: ${file}` };
    return fail(argumentProblem('<table>', misfit));
  }
  if (form === 'embedded') {
    // As long as its rows are, they are read only when asked for.
    const { embeddedCells } = await import('../experiments/benchmark/embedded-cells.ts');
    return ok({ table: embeddedCells(), form, digest: null });
  }
  if (form === 'table') {
    const loaded = loadNasbench101(file);
    return loaded.ok ? ok({ ...loaded.value, form }) : fail(...loaded.failures.map(problemOf));
  }
  const { table, failure } = await importAs(form, file);
  if (failure) return fail(problemOf(failure));
  if (table.facts.rows > 0) return ok({ table, form, digest: null });
  return fail({
    kind: 'file',
    file,
    place: null,
    message: 'expected recorded cells, found none',
    help: null,
  });
}

async function importAs(form: Exclude<CellTableForm, 'table' | 'embedded'>, file: string): Promise<Import> {
  switch (form) {
    case 'json':
      return importJson(file);
    case 'csv':
      return importCsv(file);
    case 'tfrecord':
      return importTfRecords(file, { onProgress: progress() });
    default:
      return form satisfies never;
  }
}

const reportEveryMs = 2_000;

function progress(): (bytesRead: number, totalBytes: number) => void {
  let reported = performance.now();
  return (bytesRead, totalBytes) => {
    if (performance.now() - reported < reportEveryMs) return;
    reported = performance.now();
    process.stderr.write(`${grouped(bytesRead)} of ${grouped(totalBytes)} bytes\n`);
  };
}

const downloadAgain = 'the file is damaged or another one; get it again';

export function problemOf(failure: BenchmarkFailure): QueryProblem {
  const kind = 'file';
  const file = failure.path;
  switch (failure.reason) {
    case 'file-unreadable':
    case 'table-corrupt':
      return { kind, file, place: null, message: failure.message, help: downloadAgain };
    case 'record-truncated': {
      const message = 'expected a whole record, found the end of the file';
      return { kind, file, place: `byte ${failure.offset}`, message, help: downloadAgain };
    }
    case 'record-corrupt': {
      const message = `expected the ${failure.part} of the record to fit its checksum, found other bytes`;
      return { kind, file, place: `byte ${failure.offset}`, message, help: downloadAgain };
    }
    case 'record-unreadable':
      return { kind, file, place: `byte ${failure.offset}`, message: failure.message, help: downloadAgain };
    case 'row-unreadable':
      return { kind, file, place: `row ${failure.row}`, message: failure.message, help: downloadAgain };
    default:
      return failure satisfies never;
  }
}
