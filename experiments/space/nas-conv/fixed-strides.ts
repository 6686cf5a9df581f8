import { fixedStrides } from './form.ts';
import { spaceOf } from './module.ts';

export const space = spaceOf(
  fixedStrides,
  'Up to 20 convolutions of chosen sides and numbers of filters, each joined to any of those before it; no strides.',
);
