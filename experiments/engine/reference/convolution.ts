import { type Geometry, inputShape, outputShape } from '../geometry.ts';
import type { DepthwiseAttributes } from '../kernel-names.ts';
import type { ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';
import { forEachTap } from './windows.ts';

const result = (shape: readonly number[], sums: Float64Array): ReferenceTensor => ({
  shape,
  values: Float32Array.from(sums),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

const forward: ReferenceKernel = {
  name: 'reprise/conv2d',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const x = input('x').values;
    const filter = input('filter').values;
    const shape = outputShape(g);
    const y = new Float64Array(sizeOf(shape));
    const { inChannels, outChannels } = g;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let ci = 0; ci < inChannels; ci++) {
        const value = x[inPixel * inChannels + ci] as number;
        const row = (tap * inChannels + ci) * outChannels;
        for (let co = 0; co < outChannels; co++) {
          (y[outPixel * outChannels + co] as number) += value * (filter[row + co] as number);
        }
      }
    });
    return result(shape, y);
  },
};

const backInput: ReferenceKernel = {
  name: 'reprise/conv2d-back-input',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const dy = input('dy').values;
    const filter = input('filter').values;
    const shape = inputShape(g);
    const dx = new Float64Array(sizeOf(shape));
    const { inChannels, outChannels } = g;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let ci = 0; ci < inChannels; ci++) {
        const row = (tap * inChannels + ci) * outChannels;
        let sum = 0;
        for (let co = 0; co < outChannels; co++) {
          sum += (dy[outPixel * outChannels + co] as number) * (filter[row + co] as number);
        }
        (dx[inPixel * inChannels + ci] as number) += sum;
      }
    });
    return result(shape, dx);
  },
};

const backFilter: ReferenceKernel = {
  name: 'reprise/conv2d-back-filter',
  run: ({ input, attributes }) => {
    const g = attributes as Geometry;
    const x = input('x').values;
    const dy = input('dy').values;
    const { inChannels, outChannels } = g;
    const shape = [g.windowHeight, g.windowWidth, inChannels, outChannels];
    const dFilter = new Float64Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let ci = 0; ci < inChannels; ci++) {
        const value = x[inPixel * inChannels + ci] as number;
        const row = (tap * inChannels + ci) * outChannels;
        for (let co = 0; co < outChannels; co++) {
          (dFilter[row + co] as number) += value * (dy[outPixel * outChannels + co] as number);
        }
      }
    });
    return result(shape, dFilter);
  },
};

// `value > 0 ? value : 0` would turn NaN into 0.
const rectify = (value: number, relu: boolean): number => (relu && value <= 0 ? 0 : value);

const depthwise: ReferenceKernel = {
  name: 'reprise/depthwise',
  run: ({ input, attributes }) => {
    const { geometry: g, relu } = attributes as DepthwiseAttributes;
    const x = input('x').values;
    const filter = input('filter').values;
    const shape = outputShape(g);
    const y = new Float64Array(sizeOf(shape));
    const channels = g.inChannels;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = rectify(x[inPixel * channels + c] as number, relu);
        (y[outPixel * channels + c] as number) += value * (filter[tap * channels + c] as number);
      }
    });
    return result(shape, y);
  },
};

const depthwiseBackInput: ReferenceKernel = {
  name: 'reprise/depthwise-back-input',
  run: ({ input, attributes }) => {
    const { geometry: g, relu } = attributes as DepthwiseAttributes;
    const dy = input('dy').values;
    const filter = input('filter').values;
    const x = input('x').values;
    const shape = inputShape(g);
    const dx = new Float64Array(sizeOf(shape));
    const channels = g.inChannels;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const at = inPixel * channels + c;
        if (relu && (x[at] as number) <= 0) continue;
        (dx[at] as number) +=
          (dy[outPixel * channels + c] as number) * (filter[tap * channels + c] as number);
      }
    });
    return result(shape, dx);
  },
};

const depthwiseBackFilter: ReferenceKernel = {
  name: 'reprise/depthwise-back-filter',
  run: ({ input, attributes }) => {
    const { geometry: g, relu } = attributes as DepthwiseAttributes;
    const x = input('x').values;
    const dy = input('dy').values;
    const channels = g.inChannels;
    const shape = [g.windowHeight, g.windowWidth, channels, 1];
    const dFilter = new Float64Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = rectify(x[inPixel * channels + c] as number, relu);
        (dFilter[tap * channels + c] as number) += value * (dy[outPixel * channels + c] as number);
      }
    });
    return result(shape, dFilter);
  },
};

export const convolutionKernels: readonly ReferenceKernel[] = [
  forward,
  backInput,
  backFilter,
  depthwise,
  depthwiseBackInput,
  depthwiseBackFilter,
];
