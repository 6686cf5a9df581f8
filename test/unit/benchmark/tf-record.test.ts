import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from '../../../experiments/benchmark/crc32c.ts';
import { decodeModelMetrics } from '../../../experiments/benchmark/model-metrics.ts';
import { parseNasbench101Record } from '../../../experiments/benchmark/nasbench101-record.ts';
import { importTfRecords } from '../../../experiments/benchmark/nasbench101-sources.ts';
import { readTfRecords } from '../../../experiments/benchmark/tf-record.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { convolutionCell, fileOf, frame, identityCell, recordOf } from './tf-record-rig.ts';

const fileWith = (bytes: Uint8Array): string => {
  const path = join(temporaryFolder(), 'runs.tfrecord');
  writeFileSync(path, bytes);
  return path;
};

const texts = ['', 'a', 'record two', 'x'.repeat(700)];
const framed = texts.map((text) => frame(new TextEncoder().encode(text)));

async function readTexts(path: string, chunkBytes?: number) {
  const seen: string[] = [];
  const offsets: number[] = [];
  const outcome = await readTfRecords(
    path,
    (payload, offset) => {
      seen.push(new TextDecoder().decode(payload));
      offsets.push(offset);
      return undefined;
    },
    chunkBytes === undefined ? {} : { chunkBytes },
  );
  return { seen, offsets, ...outcome };
}

describe('CRC-32C', () => {
  test('it has the published check value and mask', () => {
    const check = new TextEncoder().encode('123456789');
    expect(crc32c(check).toString(16)).toBe('e3069283');
    expect(maskedCrc32c(check).toString(16)).toBe('c78ab0e5');
  });
});

describe('framing', () => {
  test.each([1, 7, 16, 100, 1_000_000])(
    'records come out whole with chunks of %i bytes',
    async (chunkBytes) => {
      const { seen, offsets, failure } = await readTexts(fileWith(fileOf(framed)), chunkBytes);
      expect(seen).toEqual(texts);
      expect(offsets).toEqual([0, 16, 33, 59]);
      expect(failure).toBeUndefined();
    },
  );

  test('progress ends at the size of the file', async () => {
    const bytes = fileOf(framed);
    const steps: number[] = [];
    await readTfRecords(fileWith(bytes), () => undefined, {
      chunkBytes: 100,
      onProgress: (read, total) => {
        expect(total).toBe(bytes.length);
        steps.push(read);
      },
    });
    expect(steps.at(-1)).toBe(bytes.length);
    expect(steps).toHaveLength(Math.ceil(bytes.length / 100));
  });

  test('a file cut anywhere gives the offset of the cut record and all before it', async () => {
    const whole = fileOf(framed);
    const starts = [0, 16, 33, 59];
    for (const size of [3, 15, 20, 32, 40, 58, 60, whole.length - 1]) {
      const path = fileWith(whole.slice(0, size));
      const complete = starts.filter((_, i) => (starts[i + 1] ?? whole.length) <= size).length;
      const { seen, failure } = await readTexts(path, 16);
      expect(seen).toEqual(texts.slice(0, complete));
      expect(failure).toEqual({ reason: 'record-truncated', path, offset: starts[complete] });
    }
  });

  test('a flipped bit anywhere in a record gives its offset, and the records before it', async () => {
    for (const at of [33, 40, 41, 44, 45, 50, 55, 58]) {
      const bytes = Uint8Array.from(fileOf(framed));
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      const path = fileWith(bytes);
      const { seen, records, failure } = await readTexts(path);
      expect(seen).toEqual(texts.slice(0, 2));
      expect(records).toBe(2);
      const part = at < 45 ? 'length' : 'payload';
      expect(failure).toEqual({ reason: 'record-corrupt', path, offset: 33, part });
    }
  });

  test('a missing file is a failure, not an exception', async () => {
    const { failure } = await readTexts('/no/such/file');
    expect(failure).toMatchObject({ reason: 'file-unreadable', path: '/no/such/file' });
  });
});

describe('the records of the benchmark', () => {
  test('a message that was cut is refused', () => {
    expect(() => decodeModelMetrics(Uint8Array.of(10, 45, 9))).toThrow(
      new TypeError('Expected a protocol-buffer message, got one that was cut'),
    );
  });

  test.each([
    ['{}', 'Expected a JSON list of five'],
    ['["zz", 108, "", "", ""]', 'Expected a hash of 32 hexadecimal digits, got `zz`'],
    [`["${identityCell.hash}", 108, "010", "input,output", "****"]`, 'Expected the results in base64'],
    [
      `["${identityCell.hash}", 108, "0 00", "input,output", "MESSAGE"]`,
      'Expected a square adjacency of 0 and 1, got `0 00`',
    ],
    [
      `["${identityCell.hash}", 108, "0100", "input,output", ""]`,
      'Expected evaluations at the start, half way and at the end, got 0',
    ],
  ])('%s is refused', (text, message) => {
    // Three empty evaluations.
    const filled = text.replace('MESSAGE', Buffer.of(10, 0, 10, 0, 10, 0).toString('base64'));
    expect(() => parseNasbench101Record(new TextEncoder().encode(filled))).toThrow(new TypeError(message));
  });

  test('runs of several lengths and repeats find their places', async () => {
    const path = fileWith(
      fileOf([
        recordOf(convolutionCell, 108, 0.75),
        recordOf(identityCell, 4, 0.25),
        recordOf(convolutionCell, 108, 0.5),
        recordOf(identityCell, 108, 0.1),
      ]),
    );
    const { table, failure } = await importTfRecords(path);
    expect(failure).toBeUndefined();
    expect(table.facts).toEqual({ rows: 2, epochs: [4, 108], repeats: 2, source: 'runs.tfrecord' });
    const identity = table.indexOf(identityCell.hash);
    const convolution = table.indexOf(convolutionCell.hash);
    expect([identity, convolution]).toEqual([0, 1]);
    expect(table.parameters(identity)).toBe(1000);
    expect(table.value(convolution, 'finalTestAccuracy', 108, 0)).toBe(0.75);
    expect(table.value(convolution, 'halfwayValidationAccuracy', 108, 1)).toBe(0.25);
    expect(table.value(convolution, 'finalTrainingTime', 108, 1)).toBe(2);
    expect(table.value(convolution, 'finalTestAccuracy', 4, 0)).toBeNaN();
    expect(table.value(identity, 'finalTrainAccuracy', 108, 0)).toBe(0.1);
    expect(table.indexOf('0'.repeat(32))).toBe(-1);
  });

  test('a record under the hash of another cell is refused, and what came before it is kept', async () => {
    const good = recordOf(identityCell, 108, 0.5);
    const path = fileWith(fileOf([good, recordOf({ ...convolutionCell, hash: '0'.repeat(32) }, 108, 0.5)]));
    const { table, failure } = await importTfRecords(path);
    expect(table.facts.rows).toBe(1);
    expect(failure).toEqual({
      reason: 'record-unreadable',
      path,
      offset: good.length,
      message: `Expected a cell with hash ${'0'.repeat(32)}, got one with hash ${convolutionCell.hash}`,
    });
  });
});
