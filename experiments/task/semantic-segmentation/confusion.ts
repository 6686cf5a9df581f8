/**
 * How predicted classes meet true ones, over the pixels that are not ignored. Source: Everingham et al. 2010 (PASCAL VOC), section
 * 4.2: intersection over union = true positives / (true positives + false positives + false negatives).
 */
import { ignored } from '../../data/segmentation/label-maps.ts';

export class Confusion {
  readonly classes: number;
  /** Pixels by true class, then by predicted class. */
  readonly #counts: Float64Array;

  constructor(classes: number) {
    this.classes = classes;
    this.#counts = new Float64Array(classes * classes);
  }

  /** @param predicted a class for each pixel; another value is wrong whatever the truth */
  add(predicted: Int32Array, labels: Int32Array): void {
    labels.forEach((label, i) => {
      if (label === ignored) return;
      const guess = predicted[i] ?? -1;
      // A prediction that is no class counts as a miss of its class alone, in the last column of another one.
      const column = guess >= 0 && guess < this.classes ? guess : (label + 1) % this.classes;
      this.#counts[label * this.classes + column] = this.count(label, column) + 1;
    });
  }

  count(truth: number, predicted: number): number {
    return this.#counts[truth * this.classes + predicted] ?? 0;
  }

  /** Pixels of each predicted class among those of one true class. */
  row(truth: number): readonly number[] {
    return Array.from({ length: this.classes }, (_, predicted) => this.count(truth, predicted));
  }

  get pixels(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** In percent; NaN for a class that is neither there nor predicted. */
  intersectionOverUnion(of: number): number {
    const all = Array.from({ length: this.classes }, (_, other) => other);
    const truth = all.reduce((sum, other) => sum + this.count(of, other), 0);
    const guessed = all.reduce((sum, other) => sum + this.count(other, of), 0);
    return (100 * this.count(of, of)) / (truth + guessed - this.count(of, of));
  }

  /** Over the classes that are there or predicted, in percent. */
  get meanIntersectionOverUnion(): number {
    const each = Array.from({ length: this.classes }, (_, of) => this.intersectionOverUnion(of)).filter(
      (one) => !Number.isNaN(one),
    );
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  }

  /** In percent. */
  get pixelAccuracy(): number {
    let right = 0;
    for (let of = 0; of < this.classes; of += 1) right += this.count(of, of);
    return (100 * right) / this.pixels;
  }
}

/** For each pixel the first class with the largest score; -1 if one is not a number. @param scores [pixels, classes] */
export function predictedClasses(scores: ArrayLike<number>, classes: number): Int32Array {
  return Int32Array.from({ length: scores.length / classes }, (_, pixel) => {
    let best = 0;
    for (let c = 0; c < classes; c += 1) {
      const value = scores[pixel * classes + c] ?? Number.NaN;
      if (Number.isNaN(value)) return -1;
      if (value > (scores[pixel * classes + best] ?? Number.NaN)) best = c;
    }
    return best;
  });
}
