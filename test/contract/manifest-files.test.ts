/** Every manifest of the project loads, with each of its profiles. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findManifests, loadManifest, renderProblems } from '../../runner/manifest/index.ts';

describe('the manifests of the project', () => {
  const found = findManifests('.');

  it('have ids, titles and no problem in the list', () => {
    for (const { file, id, title, problems } of found) {
      expect({ file, hasId: id !== null, hasTitle: title !== null, text: renderProblems(problems) }).toEqual({
        file,
        hasId: true,
        hasTitle: true,
        text: '',
      });
    }
    const files = readdirSync('manifests', { recursive: true, encoding: 'utf8' });
    expect(found.length).toBe(files.filter((name) => name.endsWith('.yaml')).length);
  });

  it.each(
    found.flatMap(({ file, profiles }) => [undefined, ...profiles].map((profile) => ({ file, profile }))),
  )('$file loads with profile $profile', ({ file, profile }) => {
    const result = loadManifest(file, profile === undefined ? {} : { profile });
    expect(result.ok ? '' : renderProblems(result.failures)).toBe('');
  });
});
