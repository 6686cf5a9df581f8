import { pooling } from './form.ts';
import { spaceOf } from './module.ts';

export const space = spaceOf(
  pooling,
  'Up to 13 blocks of three convolutions, each block joined to any of those before it; two maximum pools on the way.',
);
