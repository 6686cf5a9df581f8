/** Numbers beside our own, against the rows of the papers' tables as they were read for the oracles. */
import { describe, expect, it } from 'vitest';
import { countRnn } from '../../experiments/space/darts-rnn/counts.ts';
import { namedCells } from '../../experiments/space/enas-rnn/named.ts';
import { countNasLanguageModel } from '../../experiments/space/nas-rnn/counts.ts';
import type { TableReport } from '../../runner/report/kinds/table/settings.ts';
import type { PublishedValue } from '../../runner/report/settings/published.ts';
import { readFixture } from '../util/fixtures.ts';
import { paperProfile } from '../util/paper-profile.ts';

type Row = readonly (string | number | null)[];
type Tables = Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly Row[] }>
>;
const tables: Tables = readFixture('oracles/darts.json').published_tables;

/** The row of a table that begins with these words, by column. */
function printed(table: string, ...begins: readonly string[]): Record<string, string | number | null> {
  const { columns = [], rows = [] } = tables[table] ?? {};
  const found = rows.filter((row) => begins.every((word, i) => String(row[i]).startsWith(word)));
  if (found.length !== 1) throw new Error(`${found.length} rows of ${table} begin with ${begins.join(', ')}`);
  return Object.fromEntries(columns.map((column, i) => [column, found[0]?.[i] ?? null]));
}

function stated(id: string, report: string, method: string): Record<string, PublishedValue> {
  const { published } = paperProfile(id).reports[report] as unknown as TableReport;
  return { ...published[method] } as Record<string, PublishedValue>;
}

const spread = ({ mean, std }: PublishedValue): string => `${mean}±${std?.toFixed(2)}`;

describe('Li and Talwalkar 2019', () => {
  it.each([
    ['rsws', ['Random search WS', 'Ours']],
    ['asha', ['ASHA baseline', 'Ours']],
    ['darts', ['DARTS (second order)', 'Ours']],
  ] as const)('table 2 of %s', (method, begins) => {
    const row = printed('Li_Talwalkar_PTB_table2', ...begins);
    const own = stated('li2019-table2', 'table2', method);
    expect(own['validation.perplexity']?.mean).toBe(row['valid_ppl']);
    expect(own['test.perplexity']?.mean).toBe(row['test_ppl']);
    expect(own['model.parameters']?.mean).toBe(row['params_M']);
  });

  it.each([
    ['darts', 'Reproduced'],
    ['random1', 'Random (1)'],
    ['random2', 'Random (2)'],
    ['random3', 'Random (3)'],
    ['random4/first', 'Random (4) Run 1'],
    ['random4/second', 'Random (4) Run 2'],
  ])('table 3 of %s', (method, begins) => {
    const { best, average } = printed('Li_Talwalkar_PTB_table3_stage2_valid_ppl_300_epochs', begins);
    const own = stated('li2019-table3', 'table3', method)['validation.perplexity'];
    expect(own).toMatchObject({ best, mean: average, n: 4 });
  });

  it.each([
    ['darts', 'DARTS'],
    ['asha', 'ASHA'],
    ['rsws/first', 'Random (4) Run 1'],
    ['rsws/second', 'Random (4) Run 2'],
  ])('table 4 of %s, at the epochs that it prints', (method, begins) => {
    const row = printed('Li_Talwalkar_PTB_table4_valid_ppl_by_epoch', begins);
    const own = stated('li2019-table4', 'table4', method);
    const { evaluate } = paperProfile('li2019-table4').stages as unknown as {
      evaluate: { readonly measureAt: Record<string, number>; readonly epochs: number };
    };
    const marks = Object.entries(evaluate.measureAt);
    expect(marks).toHaveLength(4);
    for (const [mark, epoch] of marks) {
      expect(own[`validation.${mark}.perplexity`]?.mean, mark).toBe(row[String(epoch)]);
    }
    expect(own['validation.perplexity']?.mean).toBe(row[String(evaluate.epochs)]);
    expect(own['test.perplexity']?.mean).toBe(row['test']);
  });

  it.each([
    ['rsws', ['Random search WS', 'Ours']],
    ['asha', ['ASHA baseline', 'Ours']],
    ['darts', ['DARTS (second order)', 'Ours']],
    ['random', ['Random search baseline', 'Liu']],
  ] as const)('table 5 of %s, with its cost', (method, begins) => {
    const row = printed('Li_Talwalkar_CIFAR10_table5', ...begins);
    const own = stated('li2019-table5', 'table5', method);
    const error = own['test.errorPercent'] ?? {};
    expect(spread(error)).toBe(row['avg_err']);
    expect(error.best ?? null).toBe(row['best_err']);
    expect(own['model.parameters']?.mean).toBe(row['params_M']);
    expect(error.note).toContain('GPU-days');
  });

  it.each([
    ['darts', 'Reproduced'],
    ['random1', 'Random (1)'],
    ['random2', 'Random (2)'],
    ['random3', 'Random (3)'],
    ['random4', 'Random (4)'],
    ['random5', 'Random (5)'],
  ])('table 6 of %s, as printed', (method, begins) => {
    const row = printed('Li_Talwalkar_CIFAR10_table6_stage2_test_err_600_epochs', begins);
    const own = stated('li2019-table6', 'table6', method)['test.errorPercent'];
    expect(own).toMatchObject({ best: row['best'], mean: row['average'], n: 4 });
    // Where the best trial is not the best of the trials, the report says so.
    const least = Math.min(...['t1', 't2', 't3', 't4'].map((trial) => Number(row[trial])));
    expect(own?.note !== undefined).toBe(least !== row['best']);
  });

  it('table 7 at both epochs', () => {
    const { rows = [] } = tables['Li_Talwalkar_CIFAR10_table7_DARTS_ranking'] ?? {};
    const own = stated('li2019-table7', 'table7', 'darts');
    for (const [metric, at] of [
      ['test.early.errorPercent', 1],
      ['test.errorPercent', 3],
    ] as const) {
      const errors = rows.map((row) => Number(row[at]));
      expect(own[metric]?.best).toBe(Math.min(...errors));
      expect(own[metric]?.mean).toBeCloseTo(
        errors.reduce((sum, error) => sum + error / 4, 0),
        1,
      );
      expect(own[metric]?.n).toBe(errors.length);
    }
  });

  it('table 8 by run', () => {
    const { runs } = tables['Li_Talwalkar_CIFAR10_table8_broad_reproducibility_10_seeds'] as unknown as {
      readonly runs: readonly string[];
    };
    const own = runs.map(
      (_, i) => stated('li2019-table8', 'table8', `rsws/run${i + 1}`)['test.errorPercent'] ?? {},
    );
    expect(own.map(({ mean, std }) => `${mean?.toFixed(2)}±${std?.toFixed(2)}`)).toEqual(
      runs.map((run) => run.split(' ')[0]),
    );
    expect(own.map(({ note }) => note !== undefined)).toEqual(runs.map((run) => run.includes(' ')));
  });
});

describe('ENAS', () => {
  const { table2_cifar10, iclr_submission_ablation: earlier } =
    readFixture('oracles/rl.json').tables.enas_2018;
  const row = (name: string): { params_M: number; error_pct: number; status: string } => {
    const found = table2_cifar10.rows.filter(({ method }: { method: string }) => method === name);
    if (found.length !== 1) throw new Error(`${found.length} rows are of ${name}`);
    return found[0];
  };

  it.each([
    ['enas2018-table2-macro', 'table2', 'ENAS + macro search space'],
    ['enas2018-table2-micro', 'table2', 'ENAS + micro search space'],
    ['enas2018-table2-micro', 'table2Cutout', 'ENAS + micro search space + CutOut'],
  ])('%s, %s', (id, report, name) => {
    const { params_M: parameters, error_pct: error, status } = row(name);
    const own = stated(id, report, 'enas');
    expect(own['test.errorPercent']?.mean).toBe(error);
    expect(own['model.parameters']?.mean).toBe(parameters);
    const expected = status === 'memory' ? 'from memory' : 'as later texts quote it';
    for (const metric of Object.values(own)) expect(metric.note).toContain(expected);
  });

  it('controls are those of the earlier version, and say so', () => {
    const [random, untrained] = ['random', 'untrained'].map((method) =>
      stated('enas2018-table2-macro', 'table2', method),
    );
    expect(random?.['test.errorPercent']?.mean).toBe(earlier.random_configuration_error);
    expect(random?.['model.parameters']?.mean).toBe(earlier.random_configuration_params_M);
    expect(untrained?.['test.errorPercent']?.mean).toBe(earlier.no_controller_update_error);
    for (const { note } of Object.values({ ...random, ...untrained }))
      expect(note).toContain('earlier version');
  });
});

describe('DARTS', () => {
  it.each([
    ['random', 'Random search baseline'],
    ['first', 'DARTS (first order)'],
    ['second', 'DARTS (second order)'],
  ])('tables 1 and 2 of %s', (method, begins) => {
    const images = printed('DARTS_table1_CIFAR10', begins);
    const own = stated('darts2018-table1', 'table1', method);
    expect(own['test.errorPercent']?.mean?.toFixed(2)).toBe(String(images['test_err']).split('±')[0]);
    expect(own['test.errorPercent']?.std?.toFixed(2)).toBe(String(images['test_err']).split('±')[1]);
    expect(own['model.parameters']?.mean).toBe(images['params_M']);
    const text = printed('DARTS_table2_PTB', begins);
    const words = stated('darts2018-table2', 'table2', method);
    expect(words['validation.perplexity']?.mean).toBe(text['valid']);
    expect(words['test.perplexity']?.mean).toBe(text['test']);
    expect(words['model.parameters']?.mean).toBe(text['params_M']);
  });

  it.each([
    ['darts', 'DARTS'],
    ['enas', 'ENAS'],
  ])('table 4 of %s', (method, begins) => {
    const row = printed('DARTS_table4_WT2', begins);
    const own = stated('darts2018-table4', 'table4', method);
    expect(own['validation.perplexity']?.mean).toBe(row['valid']);
    expect(own['test.perplexity']?.mean).toBe(row['test']);
  });

  it.each([
    ['darts', 'DARTS'],
    ['nasnet', 'NASNet-A'],
    ['amoebanet', 'AmoebaNet-A'],
  ])('table 3 of %s', (method, begins) => {
    const row = printed('DARTS_table3_ImageNet_mobile', begins);
    const own = stated('darts2018-table3', 'table3', method);
    expect(own['test.errorPercent']?.mean).toBe(row['top1_err']);
    expect(own['model.parameters']?.mean).toBe(row['params_M']);
    expect(own['model.multiplyAdds']?.mean).toBe(row['mult_adds_M']);
  });
});

describe('recurrent cells', () => {
  const { nas_2016, enas_2018 } = readFixture('oracles/rl.json').tables;
  type Cell = Readonly<Record<'params_M' | 'test_ppl', number>> & { readonly model: string };
  const rowsOf = (table: { readonly rows: readonly Cell[] }, model: string) =>
    table.rows.filter((row) => row.model === model);

  it.each([
    ['table2', 0],
    ['table2Large', 1],
  ])('%s of Zoph and Le 2017, of a search and of the released cell', (report, which) => {
    const rows = rowsOf(nas_2016.table2_ptb, 'NAS base 8 + shared embeddings');
    expect(rows).toHaveLength(2);
    for (const method of ['search', 'released']) {
      const own = stated('nas2017-table2', report, method);
      expect(own['test.perplexity']?.mean).toBe(rows[which]?.test_ppl);
      expect(own['model.parameters']?.mean).toBe(rows[which]?.params_M);
    }
  });

  it('table 1 of Pham et al. 2018, and the cell of the corrected code', () => {
    const [row] = rowsOf(enas_2018.table1_ptb, 'ENAS');
    for (const method of ['enas', 'paper']) {
      const own = stated('enas2018-table1', 'table1', method);
      expect(own['test.perplexity']?.mean).toBe(row?.test_ppl);
      expect(own['model.parameters']?.mean).toBe(row?.params_M);
    }
    expect(stated('enas2018-table1', 'table1', 'corrected')['test.perplexity']).toMatchObject({
      ...{ mean: 57.3, std: 0.1, n: 10 },
    });
  });

  it('the widths of the tables make the sizes that are printed', () => {
    const vocabulary = 10_000;
    const millions = (id: string, name: string, count: (width: number) => number): number => {
      const stage: Readonly<Record<string, unknown>> = { ...paperProfile(id).stages[name] };
      return Math.round(count(Number(stage['width'])) / 1e6);
    };
    const tree = (width: number) => countNasLanguageModel(8, { vocabulary, width }, true).parameters;
    expect(millions('nas2017-table2', 'medium', tree)).toBe(25);
    expect(millions('nas2017-table2', 'large', tree)).toBe(54);
    const cell = namedCells['ENAS'];
    if (!cell) throw new Error('no cell');
    // 24 million are printed of a network whose width is not: that of the corrected code makes a little more.
    const enas = (width: number) => countRnn(cell, { vocabulary, width }).parameters;
    expect(millions('enas2018-table1', 'evaluate', enas)).toBe(25);
  });
});
