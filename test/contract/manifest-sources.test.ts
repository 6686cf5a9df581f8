/** Every setting of every paper is the value that its list of sources has, or is marked as ours. */
import { describe, expect, test } from 'vitest';
import { findManifests, loadManifest } from '../../runner/manifest/index.ts';
import { compareSources } from '../../runner/sources/compare-sources.ts';
import { readSources } from '../../runner/sources/read-sources.ts';

/** Manifests that rerun a publication. */
const papers = findManifests('.').filter(({ file }) => loadManifest(file, { profile: 'paper' }).ok);

describe('the profile `paper`', () => {
  test('is there for every publication', () => {
    expect(papers.length).toBeGreaterThanOrEqual(20);
  });

  test.for(papers)('of $id has the settings of its sources', ({ file }) => {
    const sources = readSources(file);
    if (!sources.ok || sources.value === undefined) throw new Error(`${file} has no list of sources`);
    expect(sources.value.profile).toBe('paper');
    const loaded = loadManifest(file, { profile: 'paper' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
    const { settings, problems } = compareSources(loaded.value.manifest, sources.value);
    expect(problems).toEqual([]);
    const sourced = settings.filter(({ source }) => source !== null);
    expect(sourced.length).toBeGreaterThan(settings.length / 4);
  });
});
