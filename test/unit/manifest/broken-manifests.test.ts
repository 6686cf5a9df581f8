/** Every file in test/fixtures/manifests/broken, with its whole message in the .txt file beside it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';

const folder = 'test/fixtures/manifests/broken';
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('a broken manifest', () => {
  it.each(files)('%s gives its message', async (name) => {
    const result = loadManifest(`${folder}/${name}`);
    const text = result.ok ? 'no problem\n' : renderProblems(result.failures);
    await expect(text).toMatchFileSnapshot(
      join(import.meta.dirname, '../../..', folder, name.replace('.yaml', '.txt')),
    );
  });
});
