/** Writes small TFRecord files of the benchmark, for tests. */
import { maskedCrc32c } from '../../../experiments/benchmark/crc32c.ts';

export function frame(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(payload.length + 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(payload, 12);
  view.setUint32(12 + payload.length, maskedCrc32c(payload), true);
  return bytes;
}

const double = (number: number, value: number): readonly number[] => [
  8 * number + 1,
  ...new Uint8Array(Float64Array.of(value).buffer),
];

/** An evaluation in which all numbers but the time are `accuracy`. */
const evaluation = (time: number, accuracy: number): readonly number[] => {
  const fields = [
    ...double(1, 1),
    ...double(2, time),
    ...double(3, accuracy),
    ...double(4, accuracy),
    ...double(5, accuracy),
  ];
  return [8 + 2, fields.length, ...fields];
};

export interface RecordText {
  readonly hash: string;
  readonly adjacency: string;
  readonly ops: string;
}

/** The smallest cell: input -> output. */
export const identityCell: RecordText = {
  hash: '043721b9c7fe8c5fad811d47d83132ec',
  adjacency: '0100',
  ops: 'input,output',
};

/** input -> conv3x3 -> output. */
export const convolutionCell: RecordText = {
  hash: 'b49ac8c578b4561d79ac7087988f1c61',
  adjacency: '010001000',
  ops: 'input,conv3x3-bn-relu,output',
};

/** A run whose final accuracies are `accuracy`, half of it half way. */
export function recordOf({ hash, adjacency, ops }: RecordText, epochs: number, accuracy: number): Uint8Array {
  const message = Uint8Array.from([
    ...evaluation(0, 0),
    ...evaluation(1, accuracy / 2),
    ...evaluation(2, accuracy),
    ...[16, 0xe8, 0x07],
    ...double(3, 3),
  ]);
  const list = [hash, epochs, adjacency, ops, Buffer.from(message).toString('base64')];
  return frame(new TextEncoder().encode(JSON.stringify(list)));
}

export const fileOf = (records: readonly Uint8Array[]): Uint8Array => Buffer.concat(records);
