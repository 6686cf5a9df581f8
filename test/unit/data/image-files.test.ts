import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseCifar10 } from '../../../experiments/data/cifar10.ts';
import { data as optdigits, parseOptdigits } from '../../../experiments/data/optdigits.ts';
import { writeTinyDigits } from './tiny-digits.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-data-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const failureOf = (result: { ok: boolean; failures?: readonly unknown[] }) =>
  result.ok ? undefined : result.failures;
const line = (values: readonly (number | string)[]): string => values.join(',');
const row = (label: number | string): (number | string)[] => [
  ...Array.from({ length: 64 }, (_, i) => i % 17),
  label,
];

describe('optdigits', () => {
  test('comment lines and a last line break are skipped', () => {
    const parsed = parseOptdigits(
      'a.tra',
      `# the last digit is the class\n${line(row(3))}\r\n${line(row(9))}\n`,
    );
    if (!parsed.ok) throw new Error('refused');
    expect(parsed.value.count).toBe(2);
    expect([...parsed.value.labels]).toEqual([3, 9]);
    expect([...parsed.value.images.subarray(0, 20)]).toEqual(row(3).slice(0, 20));
  });

  test.each([
    [
      'a value out of range',
      line([17, ...row(1).slice(1)]),
      'a.tra:2:1: Expected a pixel value in [0, 16], got `17`',
    ],
    [
      'a value that is no integer',
      line([0, '1.5', ...row(1).slice(2)]),
      'a.tra:2:3: Expected a pixel value in [0, 16], got `1.5`',
    ],
    ['a class out of range', line(row(10)), 'a.tra:2:153: Expected a class in [0, 9], got `10`'],
    ['too few fields', '0,1,2', 'a.tra:2:6: Expected 64 pixel values and a class, got 3 fields'],
    [
      'too many fields',
      line([...row(1), 5]),
      'a.tra:2:155: Expected 64 pixel values and a class, got 66 fields',
    ],
  ])('%s is told with file, line and column', (_, text, message) => {
    expect(failureOf(parseOptdigits('a.tra', `# comment\n${text}\n`))).toEqual([
      { reason: 'job-refused', message },
    ]);
  });
});

describe('cifar10', () => {
  const record = (label: number): number[] => [
    label,
    ...Array.from({ length: 3072 }, (_, i) => Math.floor(i / 1024) * 50 + (i % 7)),
  ];

  test('planes become pixels', () => {
    const parsed = parseCifar10('a.bin', Uint8Array.from([...record(4), ...record(7)]));
    if (!parsed.ok) throw new Error('refused');
    expect([...parsed.value.labels]).toEqual([4, 7]);
    expect([...parsed.value.images.subarray(0, 6)]).toEqual([
      0,
      50 + (1024 % 7),
      100 + (2048 % 7),
      1,
      50 + (1025 % 7),
      100 + (2049 % 7),
    ]);
  });

  test('a truncated file and an impossible label are refused', () => {
    expect(failureOf(parseCifar10('a.bin', new Uint8Array(3072)))).toEqual([
      {
        reason: 'job-refused',
        message: 'a.bin: expected a whole number of records of 3073 bytes, got 3072 bytes',
      },
    ]);
    expect(failureOf(parseCifar10('a.bin', Uint8Array.from([...record(0), ...record(10)])))).toEqual([
      { reason: 'job-refused', message: 'a.bin: record 1 has label 10, expected one in [0, 9]' },
    ]);
  });
});

describe('data folders', () => {
  const hint = 'Run `reprise data add optdigits` to (re)import the data set';

  test('training images are the .tra lines and then the .hol lines', () => {
    writeTinyDigits(folder, { tra: 30, hol: 10, tes: 20 });
    const loaded = optdigits.load(folder);
    if (!loaded.ok) throw new Error('refused');
    expect([loaded.value.train.count, loaded.value.test.count]).toEqual([40, 20]);
    expect(loaded.value.traits).toMatchObject({ height: 8, width: 8, channels: 1, mirrorSymmetric: false });
  });

  test('a file that differs from its index is refused', () => {
    writeTinyDigits(folder, { tra: 30, hol: 10, tes: 20 });
    writeFileSync(join(folder, 'optdigits.tes'), '');
    const message = 'optdigits.tes of data set optdigits differs from what index.json records';
    expect(failureOf(optdigits.load(folder))).toEqual([{ reason: 'job-refused', message, hint }]);
    rmSync(join(folder, 'optdigits.tes'));
    const missing = 'Data set optdigits lacks its file optdigits.tes';
    expect(failureOf(optdigits.load(folder))).toEqual([{ reason: 'job-refused', message: missing, hint }]);
  });

  test('no folder and an empty folder are refused', () => {
    expect(failureOf(optdigits.load(null))).toEqual([
      { reason: 'job-refused', message: 'The job names no folder for data set optdigits', hint },
    ]);
    expect(failureOf(optdigits.load(join(folder, 'nowhere')))).toEqual([
      { reason: 'job-refused', message: 'Data set optdigits has no readable index.json', hint },
    ]);
  });
});
