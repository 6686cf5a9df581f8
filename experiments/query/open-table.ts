/** Opens recorded results in any form: the compact table, or a published file, which is read anew each time. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { BenchmarkFailure } from '../benchmark/failure.ts';
import { type Import, importCsv, importJson, importTfRecords } from '../benchmark/nasbench101-sources.ts';
import { loadNasbench101, type Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { argumentProblem, grouped, type QueryProblem } from './answer.ts';

export type TableForm = 'table' | 'tfrecord' | 'csv' | 'json';

export interface OpenedTable {
  readonly table: Nasbench101Table;
  readonly form: TableForm;
  /** SHA-256 of the content; null for a published file. */
  readonly digest: string | null;
}

export async function openTable(file: string): Promise<Result<OpenedTable, QueryProblem>> {
  const form = formOf(file);
  if (typeof form !== 'string') return fail(form);
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

/** By the beginning of the file, and where that says nothing by its name. */
function formOf(file: string): TableForm | QueryProblem {
  const start = new Uint8Array(16);
  try {
    if (statSync(file).isDirectory()) return noTable(file, 'a folder');
    const handle = openSync(file, 'r');
    try {
      readSync(handle, start);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return noTable(file, code === 'ENOENT' ? 'nothing there' : String(code));
  }
  const text = new TextDecoder('latin1').decode(start);
  const extension = extname(file);
  if (text.startsWith('REPRTAB') || extension === '.table') return 'table';
  if (extension === '.tfrecord') return 'tfrecord';
  if (extension === '.csv' || text.startsWith('module_hash,')) return 'csv';
  return extension === '.json' || /^\s*[[{]/.test(text) ? 'json' : 'tfrecord';
}

const noTable = (file: string, found: string): QueryProblem =>
  argumentProblem('<table>', {
    expected: 'a file of recorded results',
    found: `${found}: ${file}`,
    help: '`reprise bench convert` makes a table of a published file',
  });

async function importAs(form: Exclude<TableForm, 'table'>, file: string): Promise<Import> {
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

function problemOf(failure: BenchmarkFailure): QueryProblem {
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
