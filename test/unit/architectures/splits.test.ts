import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareSplits } from '../../../architectures/splits.ts';
import { canonicalDigest, sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

/** Puts images of the first file at the end of the other, as somebody would who makes the index fit. */
function copyImages(folder: string, from: string, to: string, count: number): void {
  const read = (suffix: string): string => readFileSync(join(folder, `optdigits.${suffix}`), 'utf8');
  const images = read(from)
    .split('\n')
    .slice(1, 1 + count);
  writeFileSync(join(folder, `optdigits.${to}`), `${read(to)}${images.join('\n')}\n`);
  const files = Object.fromEntries(
    ['tra', 'hol', 'tes'].map((suffix) => {
      const text = read(suffix);
      return [`optdigits.${suffix}`, { digest: sha256(text), bytes: text.length }];
    }),
  );
  const index = { formatVersion: 1, name: 'optdigits', files, digest: canonicalDigest(files) };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
}

test('images of the training part in the test part are counted by their bytes', async () => {
  const folder = temporaryFolder();
  writeTinyDigits(folder);
  const none = { trainAndValidation: 0, trainAndTest: 0, validationAndTest: 0 };
  expect(await compareSplits('optdigits', folder, 0.5)).toMatchObject({
    json: { compared: true, shared: none },
  });
  copyImages(folder, 'tra', 'tes', 3);
  expect(await compareSplits('optdigits', folder, 0.5)).toMatchObject({
    json: { compared: true, shared: { ...none, trainAndTest: 3 } },
  });
});

test('the generated images have none in common, and what is no set of images is not compared', async () => {
  expect(await compareSplits('textures10', null, 0.5)).toMatchObject({
    json: {
      compared: true,
      examples: { train: 750, validation: 750, test: 1000 },
      shared: { trainAndValidation: 0, trainAndTest: 0, validationAndTest: 0 },
    },
  });
  expect(await compareSplits('grammar', null, 0.5)).toMatchObject({ json: { compared: false } });
});
