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

const digits = { command: 'splits', data: 'optdigits', trainPortion: 0.5 } as const;
const textures = { command: 'splits', data: 'textures10', folder: null, trainPortion: 0.5 } as const;

test('images of the training part in the test part are counted by their bytes', async () => {
  const folder = temporaryFolder();
  writeTinyDigits(folder);
  const none = { trainAndValidation: 0, trainAndTest: 0, validationAndTest: 0 };
  expect(await compareSplits({ ...digits, folder })).toMatchObject({
    json: { compared: true, shared: none },
  });
  copyImages(folder, 'tra', 'tes', 3);
  expect(await compareSplits({ ...digits, folder })).toMatchObject({
    json: { compared: true, shared: { ...none, trainAndTest: 3 } },
  });
});

test('the generated images have none in common, and what is no set of images is not compared', async () => {
  expect(await compareSplits(textures)).toMatchObject({
    json: {
      compared: true,
      examples: { train: 750, validation: 750, test: 1000 },
      shared: { trainAndValidation: 0, trainAndTest: 0, validationAndTest: 0 },
    },
  });
  expect(await compareSplits({ ...textures, data: 'grammar' })).toMatchObject({ json: { compared: false } });
});

test('of a task that takes fewer examples, these are compared', async () => {
  const examples = { training: 300, test: 100, seed: 0 };
  expect(await compareSplits({ ...textures, examples })).toMatchObject({
    json: { compared: true, examples: { train: 150, validation: 150, test: 100 } },
  });
});
