/**
 * Differentiation of small vector programs in float64, by a tape of steps back. A recurrent controller is too small for
 * an engine of tensors, and so its numbers are the same on every engine.
 */
import { exp, log, tanh } from '../../../../schemas/exact-math.ts';

/** Values of a vector, and the derivative of the outcome by each of them. */
export interface Vector {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

/** A trained matrix, row-major. */
export class Matrix implements Vector {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly gradient: Float64Array;

  /** @throws TypeError when the number of values does not fit */
  constructor(rows: number, columns: number, values: ArrayLike<number>) {
    if (values.length !== rows * columns) {
      throw new TypeError(
        `Expected ${rows * columns} values of a ${rows}x${columns} matrix, got ${values.length}`,
      );
    }
    this.rows = rows;
    this.columns = columns;
    this.values = new Float64Array(values);
    this.gradient = new Float64Array(rows * columns);
  }
}

export const constant = (values: ArrayLike<number>): Vector => ({
  values: new Float64Array(values),
  gradient: new Float64Array(values.length),
});

const zeros = (size: number): Vector => constant(new Float64Array(size));

const sigmoid = (x: number): number => 1 / (1 + exp(-x));

export interface Choice {
  /** In the order of drawing. */
  readonly indices: readonly number[];
  /** Mean of the indices that were chosen. */
  readonly logProbability: number;
  /** Of the whole distribution, in nats. */
  readonly entropy: number;
}

export class Tape {
  readonly #steps: ((scale: number) => void)[] = [];

  /** Adds to all gradients `scale` times the derivative of the sum of negative log-probabilities of all choices. */
  backward(scale: number): void {
    for (let i = this.#steps.length - 1; i >= 0; i -= 1) this.#steps[i]?.(scale);
    this.#steps.length = 0;
  }

  /** Row `index` of a matrix. */
  row(matrix: Matrix, index: number): Vector {
    const from = index * matrix.columns;
    const y = constant(matrix.values.subarray(from, from + matrix.columns));
    this.#steps.push(() => {
      for (let j = 0; j < matrix.columns; j += 1) {
        matrix.gradient[from + j] = at(matrix.gradient, from + j) + at(y.gradient, j);
      }
    });
    return y;
  }

  /** x [rows] times a matrix [rows, columns]. */
  product(x: Vector, matrix: Matrix): Vector {
    const { rows, columns, values, gradient } = matrix;
    const y = zeros(columns);
    // The inner loops are nearly all of a controller's time.
    const sums = y.values;
    for (let i = 0, k = 0; i < rows; i += 1) {
      const factor = at(x.values, i);
      for (let j = 0; j < columns; j += 1, k += 1) {
        sums[j] = (sums[j] ?? Number.NaN) + factor * (values[k] ?? Number.NaN);
      }
    }
    this.#steps.push(() => {
      const slopes = y.gradient;
      for (let i = 0, k = 0; i < rows; i += 1) {
        let sum = 0;
        const factor = at(x.values, i);
        for (let j = 0; j < columns; j += 1, k += 1) {
          const slope = slopes[j] as number;
          sum += slope * (values[k] ?? Number.NaN);
          gradient[k] = (gradient[k] ?? Number.NaN) + factor * slope;
        }
        x.gradient[i] = at(x.gradient, i) + sum;
      }
    });
    return y;
  }

  concat(a: Vector, b: Vector): Vector {
    const y = zeros(a.values.length + b.values.length);
    y.values.set(a.values);
    y.values.set(b.values, a.values.length);
    this.#steps.push(() => {
      accumulate(a, (i) => at(y.gradient, i));
      accumulate(b, (i) => at(y.gradient, a.values.length + i));
    });
    return y;
  }

  sum(a: Vector, b: Vector): Vector {
    const y = constant(a.values.map((value, i) => value + at(b.values, i)));
    this.#steps.push(() => {
      for (const x of [a, b]) accumulate(x, (i) => at(y.gradient, i));
    });
    return y;
  }

  tanh(x: Vector): Vector {
    const y = constant(x.values.map(tanh));
    this.#steps.push(() => {
      accumulate(x, (i) => at(y.gradient, i) * (1 - square(at(y.values, i))));
    });
    return y;
  }

  scale(x: Vector, factor: number): Vector {
    const y = constant(x.values.map((value) => factor * value));
    this.#steps.push(() => {
      accumulate(x, (i) => factor * at(y.gradient, i));
    });
    return y;
  }

  /** Numbers side by side. @param parts vectors of one number each */
  join(parts: readonly Vector[]): Vector {
    const y = constant(parts.map(({ values }) => at(values, 0)));
    this.#steps.push(() => {
      parts.forEach((part, i) => {
        part.gradient[0] = at(part.gradient, 0) + at(y.gradient, i);
      });
    });
    return y;
  }

  /** One LSTM step without bias: gates [input, forget, output, new] of [x, h] W. */
  lstm(x: Vector, h: Vector, c: Vector, weights: Matrix): { readonly h: Vector; readonly c: Vector } {
    const z = this.product(this.concat(x, h), weights);
    const size = h.values.length;
    const gate = (g: number, f: (value: number) => number) =>
      z.values.subarray(g * size, (g + 1) * size).map(f);
    const [input, forget, output, fresh] = [
      gate(0, sigmoid),
      gate(1, sigmoid),
      gate(2, sigmoid),
      gate(3, tanh),
    ];
    const nextC = constant(c.values.map((old, i) => at(forget, i) * old + at(input, i) * at(fresh, i)));
    const bent = nextC.values.map(tanh);
    const nextH = constant(bent.map((value, i) => at(output, i) * value));
    this.#steps.push(() => {
      for (let i = 0; i < size; i += 1) {
        const dh = at(nextH.gradient, i);
        const dc = at(nextC.gradient, i) + dh * at(output, i) * (1 - square(at(bent, i)));
        const back = (g: number, slope: number): void => {
          z.gradient[g * size + i] = at(z.gradient, g * size + i) + slope;
        };
        back(0, dc * at(fresh, i) * at(input, i) * (1 - at(input, i)));
        back(1, dc * at(c.values, i) * at(forget, i) * (1 - at(forget, i)));
        back(2, dh * at(bent, i) * at(output, i) * (1 - at(output, i)));
        back(3, dc * at(input, i) * (1 - square(at(fresh, i))));
        c.gradient[i] = at(c.gradient, i) + dc * at(forget, i);
      }
    });
    return { h: nextH, c: nextC };
  }

  /**
   * Chooses different indices by the softmax of logits, one after the other: those chosen lose their probability, and the
   * rest share it. The mean of their negative log-probabilities under the whole softmax is part of what `backward`
   * differentiates.
   *
   * @param pick from probabilities to an index
   * @param count at most as many as there are logits
   */
  choose(logits: Vector, pick: (probabilities: Float64Array) => number, count: number): Choice {
    const largest = Math.max(...logits.values);
    const powers = logits.values.map((value) => exp(value - largest));
    const total = sumOf(powers);
    const logTotal = log(total);
    const logOf = (i: number): number => at(logits.values, i) - largest - logTotal;
    const indices: number[] = [];
    while (indices.length < count) {
      const left = powers.map((power, i) => (indices.includes(i) ? 0 : power));
      const rest = sumOf(left);
      indices.push(pick(left.map((power) => power / rest)));
    }
    const probabilities = powers.map((power) => power / total);
    this.#steps.push((scale) => {
      accumulate(logits, (i) => scale * (at(probabilities, i) - (indices.includes(i) ? 1 / count : 0)));
    });
    const entropy = probabilities.reduce((sum, p, i) => (p > 0 ? sum - p * logOf(i) : sum), 0);
    const logProbability = indices.reduce((sum, index) => sum + logOf(index), 0) / count;
    return { indices, logProbability, entropy };
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

// A power may be rounded differently from one version of JavaScript to another.
const square = (x: number): number => x * x;

const at = (values: Float64Array, i: number): number => values[i] as number;

function accumulate(x: Vector, slope: (i: number) => number): void {
  for (let i = 0; i < x.gradient.length; i += 1) x.gradient[i] = at(x.gradient, i) + slope(i);
}
