import { keep, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { inPlace } from './in-place.ts';

/**
 * A tensor that training changes in place. Its memory is its own: `value` is the same tensor for life, and what
 * it holds changes with each update. Copy with `read`; a clone of `value` would change with it.
 */
export class Parameter {
  readonly name: string;
  readonly value: Tensor;

  /**
   * @param values row-major, copied; undefined for zeros
   * @throws TypeError when the number of values does not fit the shape
   */
  constructor(name: string, shape: readonly number[], values?: ArrayLike<number>) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    if (values !== undefined && values.length !== size) {
      throw new TypeError(`Parameter ${name}: expected ${size} values, got ${values.length}`);
    }
    this.name = name;
    const copy = values === undefined ? new Float32Array(size) : Float32Array.from(values);
    this.value = keep(tensor(copy, [...shape], 'float32'));
  }

  get shape(): readonly number[] {
    return this.value.shape;
  }

  /** A copy of the values, row-major. Only where memory can be read at once: see `download`. */
  read(): Float32Array {
    return Float32Array.from(this.value.dataSync());
  }

  /** A copy of the values, row-major, on any engine. */
  async download(): Promise<Float32Array> {
    return Float32Array.from(await this.value.data());
  }

  /** @throws TypeError when the number of values differs */
  write(values: Float32Array): void {
    if (values.length !== this.value.size) {
      throw new TypeError(`Parameter ${this.name}: expected ${this.value.size} values, got ${values.length}`);
    }
    inPlace().write(this.value, values);
  }

  /** this = keep * this + take * source. Serves running statistics and steps along a direction. */
  blend(source: Tensor, keepFactor: number, takeFactor: number): void {
    if (source.size !== this.value.size) {
      throw new TypeError(`Parameter ${this.name}: expected ${this.value.size} values, got ${source.size}`);
    }
    inPlace().blend(this.value, source, keepFactor, takeFactor);
  }

  dispose(): void {
    this.value.dispose();
  }
}
