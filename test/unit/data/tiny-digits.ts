/** A tiny data set in the form of optdigits, so that jobs in tests take moments. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { canonicalDigest, sha256 } from '../../../schemas/canonical.ts';

export interface TinySizes {
  readonly tra: number;
  readonly hol: number;
  readonly tes: number;
}

const tinySizes: TinySizes = { tra: 48, hol: 16, tes: 24 };

/** Writes the three files and index.json; the images are bright in a row and a column that tell the class. */
export function writeTinyDigits(folder: string, sizes: TinySizes = tinySizes): void {
  mkdirSync(folder, { recursive: true });
  const files = Object.fromEntries(
    Object.entries(sizes).map(([suffix, count]) => {
      const text = `# generated\n${tinyLines(suffix, count).join('\n')}\n`;
      writeFileSync(join(folder, `optdigits.${suffix}`), text);
      return [`optdigits.${suffix}`, { digest: sha256(text), bytes: text.length }];
    }),
  );
  const index = { formatVersion: 1, name: 'optdigits', files, digest: canonicalDigest(files) };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
}

function tinyLines(suffix: string, count: number): string[] {
  const source = draws(split(key(1), suffix));
  return Array.from({ length: count }, (_, i) => {
    const label = i % 10;
    const pixels = Array.from({ length: 64 }, (_, p) => {
      const bright = Math.floor(p / 8) === label % 8 || p % 8 === (3 * label) % 8;
      return Math.min(16, source.below(6) + (bright ? 9 : 0));
    });
    return [...pixels, label].join(',');
  });
}
