/** The lines that jobs wrote, as one file of data: a JSON array with one row on each line. */
import { canonicalJson } from '../../../../schemas/canonical.ts';
import type { JsonObject } from '../../../../schemas/json.ts';
import { counted } from '../../../util/counted.ts';
import type { JobSource, MissingValue } from '../../report-input.ts';
import { dirtyWarning, missingText } from '../../text-table.ts';
import type { RowsReport } from './settings.ts';

/** The lines of a file of the jobs of a stage. */
export interface RowsInput {
  readonly name: string;
  readonly settings: RowsReport;
  /** Whether the jobs are of more than one method variant. */
  readonly hasSeveralMethods: boolean;
  /** By method variant and seed set, in the order of the manifest, then by seed. */
  readonly jobs: readonly RowsJob[];
  /** Jobs without a result. */
  readonly missing: readonly MissingValue[];
}

export interface RowsJob extends JobSource {
  /** Name of the method variant, which programs tell rows apart by. */
  readonly variant: string;
  readonly lines: readonly JsonObject[];
}

/**
 * What is put before the fields of a line: the seed of its job, and the method variant where there are several, since
 * their rows of one seed could not be told apart. No line may have such a field of its own.
 */
export const addedFields = ({
  hasSeveralMethods,
}: Pick<RowsInput, 'hasSeveralMethods'>): readonly string[] =>
  hasSeveralMethods ? ['seed', 'method'] : ['seed'];

/** In the order of the jobs and of their lines; each row canonical, but for the added fields, which lead. */
export function renderRows({ jobs, hasSeveralMethods }: RowsInput): string {
  const rows = jobs.flatMap((job) => {
    const added = hasSeveralMethods ? { seed: job.seed, method: job.variant } : { seed: job.seed };
    return job.lines.map((line) => rowText(added, line));
  });
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`;
}

function rowText(added: JsonObject, line: JsonObject): string {
  const head = Object.entries(added).map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
  const rest = canonicalJson(line).slice(1, -1);
  return `{${[...head, ...(rest === '' ? [] : [rest])].join(',')}}`;
}

/** One line for a terminal. */
export function rowsText({ settings, jobs, missing }: RowsInput): string {
  const rows = jobs.reduce((sum, { lines }) => sum + lines.length, 0);
  const lost =
    missing.length === 0 ? [] : [missingText(jobs.length, missing, 'jobs whose file is unreadable')];
  const warning = jobs.some(isDirty) ? [dirtyWarning] : [];
  const found = `${counted(rows, 'row')} of ${counted(jobs.length, 'job')}`;
  return `${settings.title}: ${[found, ...lost, ...warning].join('; ')}\n`;
}

/** Which jobs gave how many rows, in the order of the file; canonical. */
export function renderRowsProvenance({ name, jobs, missing }: RowsInput): string {
  const sources = jobs.map(({ lines, variant, ...source }) => ({
    ...{ row: variant, rows: lines.length, ...source },
  }));
  const lost = missing.map(({ seed, seedSet, reason }) => ({ seed, seedSet, reason }));
  return `${canonicalJson({ formatVersion: 1, name, dirty: jobs.some(isDirty), jobs: sources, missing: lost })}\n`;
}

const isDirty = ({ dirty }: RowsJob): boolean => dirty;
