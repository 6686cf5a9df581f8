/** The cosine schedule of learning rates (Loshchilov and Hutter 2017, equation 5, without restarts). */
import { cos } from '../../schemas/exact-math.ts';

/** The learning rate at `step` of `steps`, falling along half a cosine from `start` to `end`. */
export const cosineAnneal = (start: number, end: number, step: number, steps: number): number =>
  end + ((start - end) * (1 + cos((Math.PI * step) / steps))) / 2;
