import { expect, test } from 'vitest';
import { temperatureAt } from '../../../experiments/oneshot/temperature.ts';
import { readGolden } from '../../util/fixtures.ts';

const { tau } = readGolden('gdas.json');
const snas: readonly [epoch: string, temperature: number][] = Object.entries(
  readGolden('schedules.json').SNAS_temperature.values,
);

test.each<number>(tau.epochs)('GDAS: epoch %d of 250, of which the last is at the end', (epoch) => {
  const expected = tau.values[tau.epochs.indexOf(epoch)];
  expect(temperatureAt({ temperatureStart: 10, temperatureEnd: 0.1 }, epoch, 249)).toBeCloseTo(expected, 12);
});

test.each(snas)('SNAS: epoch %s of 150, after which the end is reached', (epoch, expected) => {
  const settings = { temperatureStart: 1, temperatureEnd: 0.03 };
  expect(temperatureAt(settings, Number(epoch), 150)).toBeCloseTo(expected, 12);
});

test('GDAS of NAS-Bench-1Shot1: a line that would end after the last epoch', () => {
  const settings = { temperatureStart: 10, temperatureEnd: 1 };
  expect([0, 1, 2, 99].map((epoch) => temperatureAt(settings, epoch, 100))).toEqual([
    10,
    9.91,
    9.82,
    expect.closeTo(1.09, 12),
  ]);
});

test('a single epoch runs at the first temperature', () => {
  expect(temperatureAt({ temperatureStart: 10, temperatureEnd: 0.1 }, 0, 0)).toBe(10);
});
