import { expect, test } from 'vitest';
import { type BenchmarkFailure, benchmarkFailureText } from '../../../experiments/benchmark/failure.ts';

const path = 'runs.tfrecord';

test.each<[BenchmarkFailure, string]>([
  [{ reason: 'file-unreadable', path, message: 'no such file' }, 'runs.tfrecord: no such file'],
  [{ reason: 'table-corrupt', path, message: 'A column is missing' }, 'runs.tfrecord: A column is missing'],
  [
    { reason: 'record-truncated', path, offset: 12 },
    'runs.tfrecord: the file ends inside the record at byte 12',
  ],
  [
    { reason: 'record-corrupt', path, offset: 12, part: 'payload' },
    'runs.tfrecord: the checksum of the payload of the record at byte 12 does not fit',
  ],
  [
    { reason: 'record-unreadable', path, offset: 12, message: 'Expected a hash' },
    'runs.tfrecord: the record at byte 12: Expected a hash',
  ],
  [
    { reason: 'row-unreadable', path, row: 3, message: 'Expected numbers' },
    'runs.tfrecord:3: Expected numbers',
  ],
])('%j', (failure, text) => {
  expect(benchmarkFailureText(failure)).toBe(text);
});
