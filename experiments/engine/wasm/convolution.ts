import { inputShape, outputShape } from '../geometry.ts';
import type { WasmKernel } from './sidecar.ts';

export const convolutionKernels: readonly WasmKernel[] = [
  {
    name: 'reprise/conv2d',
    run: (sidecar, inputs, attributes) => {
      const g = attributes;
      const { kernels } = sidecar;
      const y = sidecar.output(outputShape(g));
      const space = sidecar.scratch(kernels.conv2dSpace(sidecar.slide(g)));
      const slide = sidecar.slide(g);
      kernels.conv2d(
        sidecar.at(inputs['x']),
        sidecar.at(inputs['filter']),
        sidecar.at(y),
        slide,
        g.batch,
        space,
      );
      return y;
    },
  },
  {
    name: 'reprise/conv2d-back-input',
    run: (sidecar, inputs, attributes) => {
      const g = attributes;
      const { kernels } = sidecar;
      const dx = sidecar.output(inputShape(g));
      const space = sidecar.scratch(kernels.conv2dSpace(sidecar.slide(g)));
      const [dy, filter] = [sidecar.at(inputs['dy']), sidecar.at(inputs['filter'])];
      const slide = sidecar.slide(g);
      kernels.conv2dBackInput(dy, filter, sidecar.at(dx), slide, sidecar.spareSlide, g.batch, space);
      return dx;
    },
  },
  {
    name: 'reprise/conv2d-back-filter',
    run: (sidecar, inputs, attributes) => {
      const g = attributes;
      const { kernels } = sidecar;
      const dFilter = sidecar.output([g.windowHeight, g.windowWidth, g.inChannels, g.outChannels]);
      const space = sidecar.scratch(kernels.conv2dSpace(sidecar.slide(g)));
      const [x, dy] = [sidecar.at(inputs['x']), sidecar.at(inputs['dy'])];
      kernels.conv2dBackFilter(x, dy, sidecar.at(dFilter), sidecar.slide(g), g.batch, space);
      return dFilter;
    },
  },
  {
    name: 'reprise/depthwise',
    run: (sidecar, inputs, attributes) => {
      const { geometry: g, relu } = attributes;
      const { kernels } = sidecar;
      const y = sidecar.output(outputShape(g));
      const space = sidecar.scratch(kernels.depthwiseSpace(sidecar.slide(g)));
      const [x, filter] = [sidecar.at(inputs['x']), sidecar.at(inputs['filter'])];
      kernels.depthwise(x, filter, sidecar.at(y), sidecar.slide(g), g.batch, Number(relu), space);
      return y;
    },
  },
  {
    name: 'reprise/depthwise-back-input',
    run: (sidecar, inputs, attributes) => {
      const { geometry: g, relu } = attributes;
      const { kernels } = sidecar;
      const dx = sidecar.output(inputShape(g));
      const space = sidecar.scratch(kernels.depthwiseSpace(sidecar.slide(g)));
      const [dy, filter] = [sidecar.at(inputs['dy']), sidecar.at(inputs['filter'])];
      const mask = relu ? sidecar.at(inputs['x']) : 0;
      kernels.depthwiseBackInput(dy, filter, mask, sidecar.at(dx), sidecar.slide(g), g.batch, space);
      return dx;
    },
  },
  {
    name: 'reprise/depthwise-back-filter',
    run: (sidecar, inputs, attributes) => {
      const { geometry: g, relu } = attributes;
      const { kernels } = sidecar;
      const dFilter = sidecar.output([g.windowHeight, g.windowWidth, g.inChannels, 1]);
      const space = sidecar.scratch(kernels.depthwiseSpace(sidecar.slide(g)));
      const [x, dy] = [sidecar.at(inputs['x']), sidecar.at(inputs['dy'])];
      const slide = sidecar.slide(g);
      kernels.depthwiseBackFilter(x, dy, sidecar.at(dFilter), slide, g.batch, Number(relu), space);
      return dFilter;
    },
  },
];
