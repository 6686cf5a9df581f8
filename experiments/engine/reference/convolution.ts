import { inputShape, outputShape } from '../geometry.ts';
import type { ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';
import { addAt, valueAt } from './reference-kernel.ts';
import { forEachTap } from './windows.ts';

const result = (shape: readonly number[], sums: Float64Array): ReferenceTensor => ({
  shape,
  values: Float32Array.from(sums),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

const forward: ReferenceKernel = {
  name: 'reprise/conv2d',
  run: ({ input, attributes }) => {
    const g = attributes;
    const x = input('x').values;
    const filter = input('filter').values;
    const shape = outputShape(g);
    const y = new Float64Array(sizeOf(shape));
    const { inChannels, outChannels } = g;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let ci = 0; ci < inChannels; ci++) {
        const value = valueAt(x, inPixel * inChannels + ci);
        const row = (tap * inChannels + ci) * outChannels;
        for (let co = 0; co < outChannels; co++) {
          addAt(y, outPixel * outChannels + co, value * valueAt(filter, row + co));
        }
      }
    });
    return result(shape, y);
  },
};

const backInput: ReferenceKernel = {
  name: 'reprise/conv2d-back-input',
  run: ({ input, attributes }) => {
    const g = attributes;
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
          sum += valueAt(dy, outPixel * outChannels + co) * valueAt(filter, row + co);
        }
        addAt(dx, inPixel * inChannels + ci, sum);
      }
    });
    return result(shape, dx);
  },
};

const backFilter: ReferenceKernel = {
  name: 'reprise/conv2d-back-filter',
  run: ({ input, attributes }) => {
    const g = attributes;
    const x = input('x').values;
    const dy = input('dy').values;
    const { inChannels, outChannels } = g;
    const shape = [g.windowHeight, g.windowWidth, inChannels, outChannels];
    const dFilter = new Float64Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let ci = 0; ci < inChannels; ci++) {
        const value = valueAt(x, inPixel * inChannels + ci);
        const row = (tap * inChannels + ci) * outChannels;
        for (let co = 0; co < outChannels; co++) {
          addAt(dFilter, row + co, value * valueAt(dy, outPixel * outChannels + co));
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
    const { geometry: g, relu } = attributes;
    const x = input('x').values;
    const filter = input('filter').values;
    const shape = outputShape(g);
    const y = new Float64Array(sizeOf(shape));
    const channels = g.inChannels;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = rectify(valueAt(x, inPixel * channels + c), relu);
        addAt(y, outPixel * channels + c, value * valueAt(filter, tap * channels + c));
      }
    });
    return result(shape, y);
  },
};

const depthwiseBackInput: ReferenceKernel = {
  name: 'reprise/depthwise-back-input',
  run: ({ input, attributes }) => {
    const { geometry: g, relu } = attributes;
    const dy = input('dy').values;
    const filter = input('filter').values;
    const x = input('x').values;
    const shape = inputShape(g);
    const dx = new Float64Array(sizeOf(shape));
    const channels = g.inChannels;
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const at = inPixel * channels + c;
        if (relu && valueAt(x, at) <= 0) continue;
        addAt(dx, at, valueAt(dy, outPixel * channels + c) * valueAt(filter, tap * channels + c));
      }
    });
    return result(shape, dx);
  },
};

const depthwiseBackFilter: ReferenceKernel = {
  name: 'reprise/depthwise-back-filter',
  run: ({ input, attributes }) => {
    const { geometry: g, relu } = attributes;
    const x = input('x').values;
    const dy = input('dy').values;
    const channels = g.inChannels;
    const shape = [g.windowHeight, g.windowWidth, channels, 1];
    const dFilter = new Float64Array(sizeOf(shape));
    forEachTap(g, (outPixel, inPixel, tap) => {
      for (let c = 0; c < channels; c++) {
        const value = rectify(valueAt(x, inPixel * channels + c), relu);
        addAt(dFilter, tap * channels + c, value * valueAt(dy, outPixel * channels + c));
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
