/** What kind of recorded results a name or file holds. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { argumentProblem } from '../experiments/space/answer.ts';
import type { QueryProblem } from '../schemas/query.ts';

/** The table that is part of the code. */
export const embeddedTable = 'textures10-cells';

/** Of NAS-Bench-101 and what is recorded like it. */
export type CellTableForm = 'embedded' | 'table' | 'tfrecord' | 'csv' | 'json';
/** Of other benchmarks. */
export type OtherTableForm = 'nasbench201' | 'nasbench-macro';

/** By the beginning of the file, and where that says nothing by its name. A file comes before the embedded table. */
export function formOf(file: string): CellTableForm | OtherTableForm | QueryProblem {
  const start = new Uint8Array(64);
  try {
    if (statSync(file).isDirectory()) return file === embeddedTable ? 'embedded' : noTable(file, 'a folder');
    const handle = openSync(file, 'r');
    try {
      readSync(handle, start);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (file === embeddedTable) return 'embedded';
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return noTable(file, code === 'ENOENT' ? 'nothing there' : String(code));
  }
  const text = new TextDecoder('latin1').decode(start);
  const extension = extname(file);
  if (text.startsWith('REPRTAB') || extension === '.table') return 'table';
  if (extension === '.tfrecord') return 'tfrecord';
  if (extension === '.csv' || text.startsWith('module_hash,')) return 'csv';
  if (/^\s*\{\s*"columns"\s*:/.test(text)) return 'nasbench201';
  if (/^\s*\{\s*"[0-2]{8}"\s*:/.test(text)) return 'nasbench-macro';
  return extension === '.json' || /^\s*[[{]/.test(text) ? 'json' : 'tfrecord';
}

const noTable = (file: string, found: string): QueryProblem =>
  argumentProblem('<table>', {
    expected: `a file of recorded results, or ${embeddedTable}`,
    found: `${found}: ${file}`,
    help: 'pass a published file of results, or what `reprise bench convert` made of one',
  });
