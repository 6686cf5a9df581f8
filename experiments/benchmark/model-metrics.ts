/**
 * The protocol-buffer message in which NAS-Bench-101 keeps the results of one training run, decoded by hand: the
 * message has three fields, and one of them holds a message of six.
 * Source: model_metrics.proto of google-research/nasbench@b942470.
 */

/** The state of training at one evaluation. */
export interface Evaluation {
  /** Epochs so far. */
  readonly epoch: number;
  /** Seconds of training steps so far. */
  readonly trainingTime: number;
  /** Fractions in [0, 1]. */
  readonly trainAccuracy: number;
  readonly validationAccuracy: number;
  readonly testAccuracy: number;
}

export interface ModelMetrics {
  /** At the start, half way and at the end. */
  readonly evaluations: readonly Evaluation[];
  readonly trainableParameters: number;
  /** Seconds, evaluations included. */
  readonly totalTime: number;
}

/** @throws TypeError when the bytes are no such message; fields with other numbers are passed over */
export function decodeModelMetrics(bytes: Uint8Array): ModelMetrics {
  const evaluations: Evaluation[] = [];
  let trainableParameters = 0;
  let totalTime = 0;
  for (const { number, value } of fields(bytes)) {
    if (number === 1 && value instanceof Uint8Array) evaluations.push(decodeEvaluation(value));
    else if (number === 2 && typeof value === 'number') trainableParameters = value;
    else if (number === 3 && typeof value === 'number') totalTime = value;
  }
  return { evaluations, trainableParameters, totalTime };
}

function decodeEvaluation(bytes: Uint8Array): Evaluation {
  const numbers = [0, 0, 0, 0, 0];
  for (const { number, value } of fields(bytes)) {
    if (number >= 1 && number <= 5 && typeof value === 'number') numbers[number - 1] = value;
  }
  const [epoch = 0, trainingTime = 0, trainAccuracy = 0, validationAccuracy = 0, testAccuracy = 0] = numbers;
  return { epoch, trainingTime, trainAccuracy, validationAccuracy, testAccuracy };
}

interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

const cut = (): TypeError => new TypeError('Expected a protocol-buffer message, got one that was cut');

function* fields(bytes: Uint8Array): Generator<Field, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined || scale > 2 ** 63) throw cut();
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): number => {
    if (at + length > bytes.length) throw cut();
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: view.getFloat64(take(8), true) };
        break;
      case 2: {
        const length = varint();
        const start = take(length);
        yield { number, value: bytes.subarray(start, start + length) };
        break;
      }
      case 5:
        yield { number, value: view.getFloat32(take(4), true) };
        break;
      default:
        throw new TypeError(`Expected a protocol-buffer message, got a field of wire type ${tag % 8}`);
    }
  }
}
