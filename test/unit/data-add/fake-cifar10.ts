/** Files with the form of CIFAR-10: every pixel is 0, and the labels go round. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSets } from '../../../schemas/data.ts';

const imageBytes = 3073;
const images = 10_000;

export function fakeBatch(label: (image: number) => number = (image) => image % 10): Buffer {
  const bytes = Buffer.alloc(imageBytes * images);
  for (let image = 0; image < images; image++) bytes[image * imageBytes] = label(image);
  return bytes;
}

/** Writes the six files, some of them other than usual. */
export function writeFakeCifar10(folder: string, changed: Readonly<Record<string, Buffer>> = {}): void {
  const usual = fakeBatch();
  mkdirSync(folder, { recursive: true });
  for (const name of dataSets.cifar10.files) writeFileSync(join(folder, name), changed[name] ?? usual);
}
