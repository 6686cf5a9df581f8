import { type Geometry, inputShape, outputShape } from '../geometry.ts';
import type { ReferenceKernel } from './reference-kernel.ts';
import { addAt, valueAt } from './reference-kernel.ts';
import { forEachTap } from './windows.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

const maxPool: ReferenceKernel = {
  name: 'reprise/max-pool',
  run: ({ input, attributes }) => {
    const g = attributes;
    const x = input('x').values;
    const shape = outputShape(g);
    const channels = g.inChannels;
    const y = new Float32Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    const taps = new Uint8Array(y.length).fill(255);
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = valueAt(x, inPixel * channels + c);
        const at = outPixel * channels + c;
        const best = valueAt(y, at);
        if (value > best || taps[at] === 255 || Number.isNaN(value)) {
          y[at] = value;
          taps[at] = tap;
        }
      }
    });
    return [
      { shape, values: y },
      { shape, values: taps },
    ];
  },
};

const maxPoolBack: ReferenceKernel = {
  name: 'reprise/max-pool-back',
  run: ({ input, attributes }) => {
    const g = attributes;
    const dy = input('dy').values;
    const taps = input('taps').values;
    const shape = inputShape(g);
    const channels = g.inChannels;
    const dx = new Float32Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const from = outPixel * channels + c;
        if (taps[from] === tap) addAt(dx, inPixel * channels + c, valueAt(dy, from));
      }
    });
    return { shape, values: dx };
  },
};

const countTaps = (g: Geometry): Uint8Array => {
  const counts = new Uint8Array(g.batch * g.outHeight * g.outWidth);
  forEachTap(g, (outPixel) => {
    addAt(counts, outPixel, 1);
  });
  return counts;
};

const avgPool: ReferenceKernel = {
  name: 'reprise/avg-pool',
  run: ({ input, attributes }) => {
    const g = attributes;
    const x = input('x').values;
    const shape = outputShape(g);
    const channels = g.inChannels;
    const sums = new Float64Array(sizeOf(shape));
    const counts = countTaps(g);
    forEachTap(g, (outPixel, inPixel) => {
      for (let c = 0; c < channels; c++) {
        addAt(sums, outPixel * channels + c, valueAt(x, inPixel * channels + c));
      }
    });
    return {
      shape,
      values: Float32Array.from(sums, (sum, i) => sum / valueAt(counts, Math.floor(i / channels))),
    };
  },
};

const avgPoolBack: ReferenceKernel = {
  name: 'reprise/avg-pool-back',
  run: ({ input, attributes }) => {
    const g = attributes;
    const dy = input('dy').values;
    const shape = inputShape(g);
    const channels = g.inChannels;
    const dx = new Float64Array(sizeOf(shape));
    const counts = countTaps(g);
    forEachTap(g, (outPixel, inPixel) => {
      const count = valueAt(counts, outPixel);
      for (let c = 0; c < channels; c++) {
        addAt(dx, inPixel * channels + c, valueAt(dy, outPixel * channels + c) / count);
      }
    });
    return { shape, values: Float32Array.from(dx) };
  },
};

const globalAveragePool: ReferenceKernel = {
  name: 'reprise/global-avg-pool',
  run: ({ input }) => {
    const x = input('x');
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const pixels = height * width;
    const sums = new Float64Array(batch * channels);
    x.values.forEach((value, i) => {
      const image = Math.floor(i / (pixels * channels));
      addAt(sums, image * channels + (i % channels), value);
    });
    return { shape: [batch, channels], values: Float32Array.from(sums, (sum) => sum / pixels) };
  },
};

const globalAveragePoolBack: ReferenceKernel = {
  name: 'reprise/global-avg-pool-back',
  run: ({ input, attributes }) => {
    const { inputShape: shape } = attributes;
    const [batch, height, width, channels] = shape;
    const dy = input('dy').values;
    const pixels = height * width;
    const dx = Float32Array.from({ length: batch * pixels * channels }, (_, i) => {
      const image = Math.floor(i / (pixels * channels));
      return valueAt(dy, image * channels + (i % channels)) / pixels;
    });
    return { shape, values: dx };
  },
};

export const poolKernels: readonly ReferenceKernel[] = [
  maxPool,
  maxPoolBack,
  avgPool,
  avgPoolBack,
  globalAveragePool,
  globalAveragePoolBack,
];
