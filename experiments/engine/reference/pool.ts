import { type Geometry, inputShape, outputShape } from '../geometry.ts';
import type { ReferenceKernel } from './reference-kernel.ts';
import { forEachTap } from './windows.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

const maxPool: ReferenceKernel = {
  name: 'reprise/max-pool',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const x = input('x').values;
    const shape = outputShape(g);
    const channels = g.inChannels;
    const y = new Float32Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    const taps = new Uint8Array(y.length).fill(255);
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = x[inPixel * channels + c] as number;
        const at = outPixel * channels + c;
        const best = y[at] as number;
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
    const g = attributes as Geometry;
    const dy = input('dy').values;
    const taps = input('taps').values;
    const shape = inputShape(g);
    const channels = g.inChannels;
    const dx = new Float32Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const from = outPixel * channels + c;
        if (taps[from] === tap) (dx[inPixel * channels + c] as number) += dy[from] as number;
      }
    });
    return { shape, values: dx };
  },
};

const countTaps = (g: Geometry): Uint8Array => {
  const counts = new Uint8Array(g.batch * g.outHeight * g.outWidth);
  forEachTap(g, (outPixel) => {
    (counts[outPixel] as number) += 1;
  });
  return counts;
};

const avgPool: ReferenceKernel = {
  name: 'reprise/avg-pool',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const x = input('x').values;
    const shape = outputShape(g);
    const channels = g.inChannels;
    const sums = new Float64Array(sizeOf(shape));
    const counts = countTaps(g);
    forEachTap(g, (outPixel, inPixel) => {
      for (let c = 0; c < channels; c++) {
        (sums[outPixel * channels + c] as number) += x[inPixel * channels + c] as number;
      }
    });
    return {
      shape,
      values: Float32Array.from(sums, (sum, i) => sum / (counts[Math.floor(i / channels)] as number)),
    };
  },
};

const avgPoolBack: ReferenceKernel = {
  name: 'reprise/avg-pool-back',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const dy = input('dy').values;
    const shape = inputShape(g);
    const channels = g.inChannels;
    const dx = new Float64Array(sizeOf(shape));
    const counts = countTaps(g);
    forEachTap(g, (outPixel, inPixel) => {
      const count = counts[outPixel] as number;
      for (let c = 0; c < channels; c++) {
        (dx[inPixel * channels + c] as number) += (dy[outPixel * channels + c] as number) / count;
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
      (sums[image * channels + (i % channels)] as number) += value;
    });
    return { shape: [batch, channels], values: Float32Array.from(sums, (sum) => sum / pixels) };
  },
};

const globalAveragePoolBack: ReferenceKernel = {
  name: 'reprise/global-avg-pool-back',
  run: ({ input, attributes }) => {
    const { inputShape: shape } = attributes as { inputShape: [number, number, number, number] };
    const [batch, height, width, channels] = shape;
    const dy = input('dy').values;
    const pixels = height * width;
    const dx = Float32Array.from({ length: batch * pixels * channels }, (_, i) => {
      const image = Math.floor(i / (pixels * channels));
      return (dy[image * channels + (i % channels)] as number) / pixels;
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
