/** The networks of NAS-Bench-1Shot1 are those of the NAS-Bench-101 cells that its choices are. */
import { reportsOf } from '../../oneshot/bench1shot1/recorded.ts';
import type { ImageSpace } from '../../task/image-classification/space.ts';
import { images } from '../nasbench101/network.ts';
import type { CellSpec } from '../nasbench101/spec.ts';
import type { SpaceNumber } from './layout.ts';

export const imagesOf = (number: SpaceNumber): ImageSpace<CellSpec> => ({
  ...images,
  sharedWeights: (run) => reportsOf(number, run),
});
