import { expect, test } from 'vitest';
import { readReports } from '../../../runner/device/ask-engines.ts';

const otherwise = { why: 'no answer', hint: 'look' };

test('an engine without an answer is not available, and what drivers print is passed over', () => {
  const output = `Warning: a driver speaks
{"engine":"wasm","available":true,"devices":[]}
{"engine":"webgpu","available":true,"devices":["One"]}
{"engine":"tensorflow","avail`;
  expect(readReports(output, otherwise)).toEqual([
    { engine: 'wasm', available: true, devices: [] },
    { engine: 'cpu', available: false, ...otherwise },
    { engine: 'webgpu', available: true, devices: ['One'] },
    { engine: 'tensorflow', available: false, ...otherwise },
  ]);
});
