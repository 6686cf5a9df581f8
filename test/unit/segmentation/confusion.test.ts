/** Intersection over union, pixel accuracy and the loss, against numbers by hand. */

import { memory, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ignored } from '../../../experiments/data/segmentation/label-maps.ts';
import { Parameter, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { pixelLoss } from '../../../experiments/model/segmentation/pixel-loss.ts';
import { classLines } from '../../../experiments/task/semantic-segmentation/class-lines.ts';
import { Confusion, predictedClasses } from '../../../experiments/task/semantic-segmentation/confusion.ts';
import { log } from '../../../schemas/exact-math.ts';

beforeAll(() => startEngine('wasm'));

describe('the confusion matrix', () => {
  test('gives the numbers of a small example', () => {
    const confusion = new Confusion(4);
    confusion.add(Int32Array.of(0, 0, 1, 1, 2, 2), Int32Array.of(0, 0, 0, 1, 1, ignored));
    // Class 0: 2 of 3; class 1: 1 hit, 1 miss, 1 false alarm; class 2: a false alarm; class 3 is nowhere.
    expect(confusion.intersectionOverUnion(0)).toBeCloseTo(200 / 3, 12);
    expect(confusion.intersectionOverUnion(1)).toBeCloseTo(100 / 3, 12);
    expect(confusion.intersectionOverUnion(2)).toBe(0);
    expect(confusion.intersectionOverUnion(3)).toBeNaN();
    expect(confusion.meanIntersectionOverUnion).toBeCloseTo(100 / 3, 12);
    expect(confusion.pixelAccuracy).toBe(60);
    expect(confusion.row(1)).toEqual([0, 1, 1, 0]);
    expect(classLines({ confusion }, { classNames: ['a', 'b', 'c', 'd'] })).toMatchObject([
      { class: 0, name: 'a', pixels: 3, predicted: [2, 1, 0, 0] },
      { class: 1, name: 'b', pixels: 2 },
      { class: 2, intersectionOverUnion: 0, pixels: 0 },
      { class: 3, pixels: 0 },
    ]);
  });

  test('it adds up over minibatches, and what is ignored changes nothing', () => {
    const [once, parts] = [new Confusion(3), new Confusion(3)];
    const [predicted, labels] = [Int32Array.of(0, 1, 2, 2), Int32Array.of(0, 2, 2, 1)];
    once.add(predicted, labels);
    parts.add(predicted.subarray(0, 1), labels.subarray(0, 1));
    parts.add(predicted.subarray(1), labels.subarray(1));
    parts.add(Int32Array.of(0, 1), Int32Array.of(ignored, ignored));
    for (const of of [0, 1, 2]) expect(parts.row(of)).toEqual(once.row(of));
  });

  test('the first of equal scores is predicted, and no number never is', () => {
    expect(Array.from(predictedClasses([1, 3, 3, 5, 2, 5, 0, NaN, 1], 3))).toEqual([1, 0, -1]);
    const confusion = new Confusion(2);
    confusion.add(Int32Array.of(-1, -1), Int32Array.of(0, 1));
    expect(confusion.pixelAccuracy).toBe(0);
  });
});

describe('the loss', () => {
  const scores = [0, 0, 1, 3, 2, 2, -1, 4];
  const run = (labels: readonly number[]) => {
    const x = new Parameter('x', [1, 2, 2, 2], scores);
    const before = memory().numTensors;
    const found = tidy(() => {
      const { value, gradients } = valueAndGradients(() => pixelLoss(x.value, Int32Array.from(labels)), [x]);
      return { value: value.dataSync()[0] ?? NaN, gradient: Array.from(gradients[0]?.dataSync() ?? []) };
    });
    expect(memory().numTensors).toBe(before);
    x.dispose();
    return found;
  };

  test('is the mean over the pixels that are not ignored, whose gradient alone is not 0', () => {
    const { value, gradient } = run([0, ignored, 1, ignored]);
    expect(value).toBeCloseTo(log(2), 6);
    expect(gradient).toEqual([-0.25, 0.25, 0, 0, 0.25, -0.25, 0, 0]);
  });

  test('is 0 where all are ignored', () => {
    const { value, gradient } = run([ignored, ignored, ignored, ignored]);
    expect(value).toBe(0);
    expect(gradient.map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('a label that is no class is an error', () => {
    tidy(() => {
      expect(() => pixelLoss(tensor(scores, [1, 2, 2, 2]), Int32Array.of(0, 1, 2, 0))).toThrow(RangeError);
    });
  });
});
