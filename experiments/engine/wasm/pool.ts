import { inputShape, outputShape } from '../geometry.ts';
import type { WasmKernel } from './sidecar.ts';

export const poolKernels: readonly WasmKernel[] = [
  {
    name: 'reprise/max-pool',
    run: (sidecar, { x }, attributes) => {
      const g = attributes;
      const y = sidecar.output(outputShape(g));
      const taps = sidecar.output(outputShape(g), 'bool');
      const slide = sidecar.slide(g);
      sidecar.kernels.maxPool(sidecar.at(x), sidecar.at(y), sidecar.at(taps), slide, g.batch);
      return [y, taps];
    },
  },
  {
    name: 'reprise/max-pool-back',
    run: (sidecar, { dy, taps }, attributes) => {
      const g = attributes;
      const dx = sidecar.output(inputShape(g));
      const slide = sidecar.slide(g);
      sidecar.kernels.maxPoolBack(sidecar.at(dy), sidecar.at(taps), sidecar.at(dx), slide, g.batch);
      return dx;
    },
  },
  {
    name: 'reprise/avg-pool',
    run: (sidecar, { x }, attributes) => {
      const g = attributes;
      const y = sidecar.output(outputShape(g));
      sidecar.kernels.avgPool(sidecar.at(x), sidecar.at(y), sidecar.slide(g), g.batch);
      return y;
    },
  },
  {
    name: 'reprise/avg-pool-back',
    run: (sidecar, { dy }, attributes) => {
      const g = attributes;
      const dx = sidecar.output(inputShape(g));
      sidecar.kernels.avgPoolBack(sidecar.at(dy), sidecar.at(dx), sidecar.slide(g), g.batch);
      return dx;
    },
  },
  {
    name: 'reprise/global-avg-pool',
    run: (sidecar, { x }, attributes) => {
      const [batch, height, width, channels] = attributes.inputShape;
      const y = sidecar.output([batch, channels]);
      sidecar.kernels.globalAvgPool(sidecar.at(x), sidecar.at(y), batch, height * width, channels);
      return y;
    },
  },
  {
    name: 'reprise/global-avg-pool-back',
    run: (sidecar, { dy }, attributes) => {
      const shape = attributes.inputShape;
      const [batch, height, width, channels] = shape;
      const dx = sidecar.output(shape);
      sidecar.kernels.globalAvgPoolBack(sidecar.at(dy), sidecar.at(dx), batch, height * width, channels);
      return dx;
    },
  },
];
