import type { Geometry } from '../geometry.ts';

/** Visits each pair of an output pixel and the input pixel that one of its taps falls on; padding is left out. */
export const forEachTap = (
  g: Geometry,
  visit: (outPixel: number, inPixel: number, tap: number) => void,
): void => {
  for (let n = 0; n < g.batch; n++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      for (let ox = 0; ox < g.outWidth; ox++) {
        const outPixel = (n * g.outHeight + oy) * g.outWidth + ox;
        for (let ky = 0; ky < g.windowHeight; ky++) {
          const iy = oy * g.strideHeight - g.padTop + ky * g.dilationHeight;
          if (iy < 0 || iy >= g.inHeight) continue;
          for (let kx = 0; kx < g.windowWidth; kx++) {
            const ix = ox * g.strideWidth - g.padLeft + kx * g.dilationWidth;
            if (ix < 0 || ix >= g.inWidth) continue;
            visit(outPixel, (n * g.inHeight + iy) * g.inWidth + ix, ky * g.windowWidth + kx);
          }
        }
      }
    }
  }
};
