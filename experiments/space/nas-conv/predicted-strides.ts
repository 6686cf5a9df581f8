import { predictedStrides } from './form.ts';
import { spaceOf } from './module.ts';

export const space = spaceOf(
  predictedStrides,
  'Up to 20 convolutions of chosen sides, strides and numbers of filters, each joined to any of those before it.',
);
