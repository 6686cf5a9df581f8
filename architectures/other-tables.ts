/** Published results of other benchmarks than NAS-Bench-101, described and looked up in the file itself. */

import { readNasbenchMacro } from '../experiments/benchmark/nasbench-macro.ts';
import { nasbench201DataSets, readNasbench201 } from '../experiments/benchmark/nasbench201.ts';
import { argumentProblem, grouped } from '../experiments/space/answer.ts';
import { readOptions } from '../experiments/space/options.ts';
import type { JsonObject } from '../schemas/json.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../schemas/query.ts';
import { fail, ok, type Result } from '../schemas/result.ts';
import { problemOf } from './open-table.ts';
import type { OtherTableForm } from './table-form.ts';

interface OtherTable {
  readonly about: JsonObject;
  /** How architectures are named. */
  readonly names: string;
  /** Results by name. */
  readonly find: (name: string) => Found | undefined;
}

interface Found {
  readonly json: JsonObject;
  readonly rows: readonly (readonly string[])[];
}

export const isOther = (form: unknown): form is OtherTableForm =>
  form === 'nasbench201' || form === 'nasbench-macro';

export function describeOther(form: OtherTableForm, file: string): QueryAnswer {
  const table = openOther(form, file);
  if (!table.ok) return { ok: false, problems: table.failures };
  const json = { file, form: 'json', benchmark: form, ...table.value.about };
  const text = (value: unknown): string =>
    Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? grouped(value) : String(value);
  return { ok: true, json, rows: Object.entries(json).map(([name, value]) => [name, text(value)]) };
}

export function queryOther(
  form: OtherTableForm,
  file: string,
  given: GivenArchitecture,
  options: QueryOptions,
): QueryAnswer {
  const read = readOptions(options, {}, `\`reprise bench query\` in ${form}`);
  if (!read.ok) return { ok: false, problems: read.failures };
  const table = openOther(form, file);
  if (!table.ok) return { ok: false, problems: table.failures };
  const expected = `an architecture of the table: ${table.value.names}`;
  const named = 'name' in given ? given.name : given.value;
  const found = table.value.find(String(named));
  if (found) return { ok: true, ...found };
  const misfit = { expected, found: 'name' in given ? JSON.stringify(given.name) : 'a file' };
  return { ok: false, problems: [argumentProblem('<cell>', misfit)] };
}

const openOther = (form: OtherTableForm, file: string): Result<OtherTable, QueryProblem> =>
  form === 'nasbench201' ? openNasbench201(file) : openMacro(file);

function openNasbench201(file: string): Result<OtherTable, QueryProblem> {
  const read = readNasbench201(file);
  if (!read.ok) return fail(...read.failures.map(problemOf));
  return ok({
    about: {
      architectures: read.value.length,
      dataSets: nasbench201DataSets,
      epochs: [12],
      metrics: ['validation', 'test'],
    },
    names: 'its number, or operations such as |skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|',
    find: (name) => {
      const row = read.value.find(({ index, cell }) => cell === name || String(index) === name);
      if (!row) return undefined;
      const percent = (value: number): string => value.toFixed(3);
      return {
        json: { ...row },
        rows: [
          ['index', String(row.index)],
          ['cell', row.cell],
          [],
          ['PERCENT', 'VALIDATION', 'TEST'],
          ...nasbench201DataSets.map((set) => [set, percent(row.validation[set]), percent(row.test[set])]),
        ],
      };
    },
  });
}

function openMacro(file: string): Result<OtherTable, QueryProblem> {
  const read = readNasbenchMacro(file);
  if (!read.ok) return fail(...read.failures.map(problemOf));
  const repeats = read.value[0]?.testAccuracies.length ?? 0;
  return ok({
    about: { architectures: read.value.length, dataSets: ['cifar10'], repeats, metrics: ['test'] },
    names: 'eight digits in [0, 2], such as 02012100',
    find: (name) => {
      const row = read.value.find(({ architecture }) => architecture === name);
      if (!row) return undefined;
      return {
        json: { ...row },
        rows: [
          ['architecture', row.architecture],
          ['parameters', grouped(row.parameters)],
          ['multiply-adds', grouped(row.multiplyAdds)],
          ['test accuracies', row.testAccuracies.map((each) => each.toFixed(3)).join(', '), 'percent'],
          ['their mean', row.meanTestAccuracy.toFixed(3), 'percent'],
        ],
      };
    },
  });
}
