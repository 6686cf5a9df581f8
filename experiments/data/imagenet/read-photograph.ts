/** From a JPEG file to pixels. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'jpeg-js';
import { sha256 } from '../../../schemas/canonical.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { ImageFolder } from './image-folder.ts';
import type { RgbImage } from './rgb-image.ts';

/** @param position among the files of the folder */
export function readPhotograph(folder: ImageFolder, position: number): Result<RgbImage, JobFailure> {
  const file = folder.files[position] ?? '';
  const refuse = (message: string) =>
    fail({ reason: 'job-refused' as const, message: `${file}: ${message}` });
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder.path, file));
  } catch {
    return refuse('the file cannot be read');
  }
  if (folder.digests && sha256(bytes) !== folder.digests[position]) {
    return refuse('the file differs from the one that was added');
  }
  try {
    // Grey images come as three equal channels.
    const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false });
    return ok({ width, height, data });
  } catch (error) {
    return refuse(`no readable JPEG image (${error instanceof Error ? error.message : String(error)})`);
  }
}
