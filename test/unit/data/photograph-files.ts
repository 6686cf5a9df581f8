/** Folders of generated photographs in the form of ImageNet. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'jpeg-js';

const classes = ['n01', 'n02'] as const;

/** Bright and dark squares of a side that tells the class. */
export function photograph(label: number, number: number): Uint8Array {
  const [width, height] = [40 + number, 44 - number];
  const side = 4 + 8 * label;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bright = (Math.floor(x / side) + Math.floor(y / side) + number) % 2 === 0;
      data.set(bright ? [220, 200, 190, 255] : [30, 40, 60, 255], 4 * (y * width + x));
    }
  }
  return encode({ width, height, data }, 90).data;
}

/**
 * `train` and `val`, with so many photographs of each class. Returns the folder.
 *
 * @param changed contents of files that are other than usual, or further ones: `train/n01/0.JPEG`
 */
export function writePhotographs(
  folder: string,
  counts: { readonly train: number; readonly val: number } = { train: 4, val: 2 },
  changed: Readonly<Record<string, string | Uint8Array>> = {},
): string {
  const files: Record<string, string | Uint8Array> = {};
  for (const [part, count] of Object.entries(counts)) {
    for (const [label, name] of classes.entries()) {
      for (let i = 0; i < count; i += 1) files[`${part}/${name}/${i}.JPEG`] = photograph(label, i);
    }
  }
  for (const [name, content] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
