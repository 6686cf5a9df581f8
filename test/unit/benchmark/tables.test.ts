import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNasbenchMacro } from '../../../experiments/benchmark/nasbench-macro.ts';
import {
  importCsv,
  importJson,
  importTfRecords,
} from '../../../experiments/benchmark/nasbench101-sources.ts';
import { loadNasbench101, resultMetrics } from '../../../experiments/benchmark/nasbench101-table.ts';
import { readNasbench201 } from '../../../experiments/benchmark/nasbench201.ts';
import { trainableParameters } from '../../../experiments/space/nasbench101/parameters.ts';
import { canonicalCell } from '../../../experiments/space/nasbench101/symmetry.ts';
import { realData } from '../../util/real-data.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { convolutionCell, fileOf, identityCell, recordOf } from './tf-record-rig.ts';

const realTfRecords = realData('nasbench101/nb101_real30_reencoded.tfrecord');
const realJson = realData('nasbench101/nb101_real30.json');
const realCsv = realData('nasbench101/nb101_vis_30001.csv');
const realMini = realData('nasbench201/nasbench201_mini.json');
const realMacro = realData('nasbench_macro/nas-bench-macro_cifar10.json');

async function writtenTable() {
  const folder = temporaryFolder();
  const source = join(folder, 'runs.tfrecord');
  writeFileSync(source, fileOf([recordOf(convolutionCell, 108, 0.1), recordOf(identityCell, 108, 0.5)]));
  const { table } = await importTfRecords(source);
  const path = join(folder, 'runs.table');
  return { table, path, digest: table.write(path) };
}

describe('the compact file', () => {
  test('it gives back every number and names its digest', async () => {
    const { table, path, digest } = await writtenTable();
    const loaded = loadNasbench101(path);
    if (!loaded.ok) throw new Error('unreadable');
    expect(loaded.value.digest).toBe(digest);
    expect(loaded.value.table.facts).toEqual(table.facts);
    for (const row of [0, 1]) {
      expect(loaded.value.table.spec(row)).toEqual(table.spec(row));
      expect(loaded.value.table.hash(row)).toBe(table.hash(row));
      for (const metric of resultMetrics) {
        expect(loaded.value.table.value(row, metric, 108, 0)).toBe(table.value(row, metric, 108, 0));
      }
    }
  });

  test('the same records give the same bytes', async () => {
    const [one, other] = [await writtenTable(), await writtenTable()];
    expect(readFileSync(one.path)).toEqual(readFileSync(other.path));
    expect(one.digest).toBe('78584ebd027e7578b01a18eec3af31bf7ad8c82d61ba0525b6cceca13754b285');
  });

  test('a changed byte and a cut file are refused', async () => {
    const { path } = await writtenTable();
    const bytes = readFileSync(path);
    const message = 'The bytes differ from the digest at the end of the file';
    for (const changed of [
      Buffer.concat([bytes.subarray(0, 60), Buffer.of((bytes[60] ?? 0) ^ 1), bytes.subarray(61)]),
      bytes.subarray(0, bytes.length - 1),
    ]) {
      writeFileSync(path, changed);
      expect(loadNasbench101(path)).toEqual({
        ok: false,
        failures: [{ reason: 'table-corrupt', path, message }],
      });
    }
    writeFileSync(path, 'something else entirely, longer than a digest');
    expect(loadNasbench101(path)).toEqual({
      ok: false,
      failures: [{ reason: 'table-corrupt', path, message: 'Expected a file that begins with REPRTAB1' }],
    });
  });

  test('a look-up outside the table is refused', async () => {
    const { table } = await writtenTable();
    expect(() => table.value(0, 'finalTestAccuracy', 36, 0)).toThrow(
      new TypeError('Expected `epochs` to be in 108, got `36`'),
    );
    expect(() => table.value(0, 'finalTestAccuracy', 108, 1)).toThrow(
      new TypeError('Expected `repeat` to be in [0, 0], got `1`'),
    );
    expect(() => table.value(2, 'finalTestAccuracy', 108, 0)).toThrow(
      new TypeError('Expected `row` to be in [0, 1], got `2`'),
    );
    expect(() => table.indexOf('xyz')).toThrow(
      new TypeError('Expected `hash` to be 32 hexadecimal digits, got `xyz`'),
    );
  });
});

describe('text files', () => {
  const header =
    'module_hash,vertices,upper_tri_bits,op_labels,trainable_parameters,final_training_time_s,val_acc_4,val_acc_12,val_acc_36,val_acc_108';

  test('a CSV row without all columns gives its line, and the rows before it', () => {
    const path = join(temporaryFolder(), 'runs.csv');
    const good = `${identityCell.hash},2,1,,882570,5.5,0.25,0.5,0.75,0.875`;
    writeFileSync(path, `${header}\n${good}\n${convolutionCell.hash},3,5\n`);
    const { table, failure } = importCsv(path);
    expect(failure).toEqual({
      reason: 'row-unreadable',
      path,
      row: 3,
      message: 'Expected ten columns and a label for each interior vertex',
    });
    expect(table.facts).toEqual({ rows: 1, epochs: [4, 12, 36, 108], repeats: 1, source: 'runs.csv' });
    expect(table.value(0, 'finalValidationAccuracy', 36, 0)).toBe(0.75);
    expect(table.value(0, 'finalTrainingTime', 108, 0)).toBe(5.5);
    expect(table.value(0, 'finalTrainingTime', 36, 0)).toBeNaN();
    expect(table.value(0, 'finalTestAccuracy', 108, 0)).toBeNaN();
  });

  test('a CSV number that is none gives its line', () => {
    const path = join(temporaryFolder(), 'runs.csv');
    writeFileSync(path, `${header}\n${identityCell.hash},2,1,,many,5.5,0.25,0.5,0.75,0.875\n`);
    expect(importCsv(path).failure).toEqual({
      reason: 'row-unreadable',
      path,
      row: 2,
      message: 'Expected numbers behind the hash',
    });
  });

  test('files that are no tables are failures', () => {
    const path = join(temporaryFolder(), 'table.json');
    writeFileSync(path, '{"columns": ["a"], "rows": []}');
    expect(importJson(path).failure).toEqual({
      reason: 'file-unreadable',
      path,
      message: 'Expected a JSON list of cells',
    });
    expect(readNasbench201(path)).toMatchObject({ ok: false, failures: [{ reason: 'file-unreadable' }] });
    expect(readNasbenchMacro(path)).toMatchObject({
      ok: false,
      failures: [{ reason: 'row-unreadable', row: 1 }],
    });
  });
});

describe('recorded data', () => {
  test('the TFRecord file and the JSON file of 30 cells hold the same results', async ({ skip }) => {
    skip(realTfRecords.absent || realJson.absent, realTfRecords.reason);
    const records = await importTfRecords(realTfRecords.path);
    const json = importJson(realJson.path);
    expect([records.failure, json.failure]).toEqual([undefined, undefined]);
    const facts = { rows: 30, epochs: [108], repeats: 3 };
    expect(records.table.facts).toMatchObject(facts);
    expect(json.table.facts).toMatchObject(facts);
    for (let row = 0; row < 30; row += 1) {
      expect(records.table.hash(row)).toBe(json.table.hash(row));
      expect(records.table.parameters(row)).toBe(trainableParameters(json.table.spec(row)));
      for (const metric of resultMetrics) {
        for (const repeat of [0, 1, 2]) {
          const value = records.table.value(row, metric, 108, repeat);
          expect(value).toBe(json.table.value(row, metric, 108, repeat));
          expect(value).toBeGreaterThan(0);
        }
      }
    }
  });

  test('every accuracy of the CSV file counts whole images, and its statistics are the known ones', ({
    skip,
  }) => {
    skip(realCsv.absent, realCsv.reason);
    const { table, failure } = importCsv(realCsv.path);
    expect(failure).toBeUndefined();
    expect(table.facts).toMatchObject({ rows: 30_001, epochs: [4, 12, 36, 108], repeats: 1 });
    const rows = Array.from({ length: table.facts.rows }, (_, row) => row);
    const values = rows.map((row) => table.value(row, 'finalValidationAccuracy', 108, 0));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.9104556757399831, 12);
    const best = values.indexOf(values.reduce((most, value) => Math.max(most, value)));
    expect(table.hash(best)).toBe('096f593e0f12d65f6220bf8565b764a9');
    // Evaluation saw 9,984 images; accuracies are in single precision.
    const wrong = values.filter((value) => Math.fround(Math.round(value * 9984) / 9984) !== value);
    expect(wrong).toEqual([]);
    const differing = rows.filter((row) => table.parameters(row) !== trainableParameters(table.spec(row)));
    expect(differing).toEqual([]);
    // The stored form of a sample: the first of the benchmark's enumeration.
    for (const row of rows.filter((one) => one % 100 === 0)) {
      expect(canonicalCell(table.spec(row))).toEqual(table.spec(row));
    }
  });

  test('NAS-Bench-201 after 12 epochs', ({ skip }) => {
    skip(realMini.absent, realMini.reason);
    const read = readNasbench201(realMini.path);
    if (!read.ok) throw new Error(JSON.stringify(read.failures));
    expect(read.value).toHaveLength(15_625);
    expect(Math.max(...read.value.map(({ validation }) => validation.cifar10))).toBe(84.892);
    expect(read.value[0]?.test.cifar10).toBe(69.55);
    expect(read.value[0]?.validation.cifar10).toBe(63.364);
  });

  test('NAS-Bench-Macro', ({ skip }) => {
    skip(realMacro.absent, realMacro.reason);
    const read = readNasbenchMacro(realMacro.path);
    if (!read.ok) throw new Error(JSON.stringify(read.failures));
    expect(read.value).toHaveLength(6_561);
    const best = Math.max(...read.value.map((row) => row.meanTestAccuracy));
    const bestOnes = read.value.filter((row) => row.meanTestAccuracy === best);
    expect(bestOnes.map((row) => row.architecture)).toContain('22212220');
    expect(best).toBe(93.12666320800781);
  });
});
