/** `reprise bench`: recorded results, above all of NAS-Bench-101, looked up, described and converted. */
import { resolve } from 'node:path';
import { type Nasbench101Table, resultMetrics } from '../experiments/benchmark/nasbench101-table.ts';
import { argumentProblem, grouped } from '../experiments/space/answer.ts';
import { cellHash } from '../experiments/space/nasbench101/hash.ts';
import { readSpec, whyInvalid } from '../experiments/space/nasbench101/read.ts';
import { integer, readOptions } from '../experiments/space/options.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../schemas/query.ts';
import { fail, ok, type Result } from '../schemas/result.ts';
import { openTable } from './open-table.ts';
import { describeOther, isOther, queryOther } from './other-tables.ts';
import { embeddedTable, formOf } from './table-form.ts';

export async function queryTable(
  file: string,
  given: GivenArchitecture,
  options: QueryOptions,
): Promise<QueryAnswer> {
  const form = formOf(file);
  if (isOther(form)) return queryOther(form, file, given, options);
  const laws = { epochs: integer('count', [1, 1_000_000], 0, 'only trainings of this length') };
  const read = readOptions(options, laws, '`reprise bench query`');
  const hash = hashOf(given);
  if (!read.ok || !hash.ok) {
    return { ok: false, problems: [...(read.ok ? [] : read.failures), ...(hash.ok ? [] : hash.failures)] };
  }
  const opened = await openTable(file);
  if (!opened.ok) return { ok: false, problems: opened.failures };
  const { table } = opened.value;
  const row = table.indexOf(hash.value);
  if (row < 0) {
    const message = `expected the cell ${hash.value}, found none of that hash among ${grouped(table.facts.rows)}`;
    const help = '`reprise bench info` says what a table holds';
    return { ok: false, problems: [{ kind: 'file', file, place: null, message, help }] };
  }
  const { epochs } = read.value;
  if (epochs !== 0 && !table.facts.epochs.includes(epochs)) {
    const expected = `a length that the table has: ${table.facts.epochs.join(', ')}`;
    return { ok: false, problems: [argumentProblem('--epochs', { expected, found: String(epochs) })] };
  }
  return cellAnswer(table, row, epochs === 0 ? table.facts.epochs : [epochs]);
}

/** Lower or upper case, or of the cell that a file holds. */
function hashOf(given: GivenArchitecture): Result<string, QueryProblem> {
  if ('name' in given) {
    const hash = given.name.toLowerCase();
    const expected = 'a file with `matrix` and `ops`, or a hash of 32 hexadecimal digits';
    return /^[0-9a-f]{32}$/.test(hash)
      ? ok(hash)
      : fail(argumentProblem('<cell>', { expected, found: JSON.stringify(given.name) }));
  }
  const spec = readSpec(given.value);
  if (!spec.ok) return spec;
  const reasons = whyInvalid(spec.value);
  return reasons.length === 0
    ? ok(cellHash(spec.value))
    : fail(argumentProblem('<cell>', { expected: 'a cell of NAS-Bench-101', found: reasons.join('; ') }));
}

/** NaN means that nothing was recorded. */
const recorded = (value: number): number | null => (Number.isNaN(value) ? null : value);

function cellAnswer(table: Nasbench101Table, row: number, lengths: readonly number[]): QueryAnswer {
  const { repeats, source } = table.facts;
  const results = lengths.map((epochs) => {
    const values = resultMetrics.map((metric) => ({
      metric,
      runs: Array.from({ length: repeats }, (_, repeat) => table.value(row, metric, epochs, repeat)),
    }));
    const runs = Array.from({ length: repeats }, (_, repeat) =>
      Object.fromEntries(values.map((each) => [each.metric, recorded(each.runs[repeat] ?? Number.NaN)])),
    );
    const isRun = (run: (typeof runs)[number]): boolean => Object.values(run).some((value) => value !== null);
    const means = values.map((each) => [each.metric, recorded(meanOf(each.runs))] as const);
    return { epochs, runs: runs.filter(isRun), mean: Object.fromEntries(means) };
  });
  const spec = table.spec(row);
  const hash = table.hash(row);
  return {
    ok: true,
    json: { hash, parameters: table.parameters(row), source, ...spec, results },
    rows: [
      ['hash', hash],
      ['parameters', grouped(table.parameters(row))],
      ['operations', spec.ops.join(', ')],
      ['source', source],
      ...results.flatMap(({ epochs, runs, mean }) => resultRows(epochs, runs, mean)),
    ],
  };
}

type Numbers = Readonly<Record<string, number | null>>;

function resultRows(epochs: number, runs: readonly Numbers[], mean: Numbers): string[][] {
  const metrics = resultMetrics.filter((metric) => mean[metric] !== null);
  const numberText = (value: number | null | undefined): string => (value == null ? '-' : value.toFixed(5));
  return [
    [],
    [`${epochs} EPOCHS`, ...runs.map((_, i) => `RUN ${i + 1}`), 'MEAN'],
    ...metrics.map((metric) => [
      metric,
      ...runs.map((run) => numberText(run[metric])),
      numberText(mean[metric]),
    ]),
  ];
}

/** Over the runs that recorded the metric; NaN for none. */
function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

export async function describeTable(file: string): Promise<QueryAnswer> {
  const other = formOf(file);
  if (isOther(other)) return describeOther(other, file);
  const opened = await openTable(file);
  if (!opened.ok) return { ok: false, problems: opened.failures };
  const { table, form, digest } = opened.value;
  return tableAnswer(table, { file, form, digest });
}

/** Nothing is written when the file is broken. */
export async function convertTable(from: string, to: string): Promise<QueryAnswer> {
  if (resolve(from) === resolve(to)) {
    const misfit = { expected: 'another file than the one that is read', found: to };
    return { ok: false, problems: [argumentProblem('<out>', misfit)] };
  }
  const opened = await openTable(from);
  if (!opened.ok) return { ok: false, problems: opened.failures };
  const { table } = opened.value;
  try {
    const digest = table.write(to);
    return tableAnswer(table, { file: to, form: 'table', digest });
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const misfit = { expected: 'a file that can be written', found };
    return { ok: false, problems: [argumentProblem('<out>', misfit)] };
  }
}

function tableAnswer(
  table: Nasbench101Table,
  about: { readonly file: string; readonly form: string; readonly digest: string | null },
): QueryAnswer {
  const { rows, epochs, repeats, source } = table.facts;
  const benchmark = source === embeddedTable ? embeddedTable : 'nasbench101';
  const metrics = resultMetrics.filter((metric) =>
    epochs.some((length) =>
      Array.from({ length: repeats }, (_, repeat) => repeat).some(
        (repeat) => rows > 0 && !Number.isNaN(table.value(0, metric, length, repeat)),
      ),
    ),
  );
  return {
    ok: true,
    json: { ...about, benchmark, source, cells: rows, epochs, repeats, metrics },
    rows: [
      ['file', about.file],
      ['form', about.form],
      ['benchmark', benchmark],
      ['source', source],
      ['cells', grouped(rows)],
      ['epochs', epochs.join(', ')],
      ['runs of each', String(repeats)],
      ['metrics', metrics.join(', ')],
      ...(about.digest === null ? [] : [['digest', about.digest]]),
    ],
  };
}
