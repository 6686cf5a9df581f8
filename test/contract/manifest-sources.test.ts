/** Every setting of every paper is the value that its list of sources has, or is marked as ours. */
import { readFileSync } from 'node:fs';
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

test('the page about deviations quotes what the command prints', () => {
  const [, quoted = ''] =
    /--sources\n\n```\n([^`]*)```/.exec(readFileSync('docs/deviations.md', 'utf8')) ?? [];
  const [file = ''] = papers
    .map((paper) => paper.file)
    .filter((path) => path.endsWith('/li2019-table5.yaml'));
  const [sources, loaded] = [readSources(file), loadManifest(file, { profile: 'paper' })];
  if (!sources.ok || !sources.value || !loaded.ok) throw new Error('expected the main table');
  const { settings } = compareSources(loaded.value.manifest, sources.value);
  const printed = settings.map(
    ({ path, value, source }) => `${path} ${JSON.stringify(value)} ${source ?? 'ours'}`,
  );
  const rows = quoted.split('\n').filter((line) => /^(?:methods|stages)\./.test(line));
  expect(rows).toHaveLength(6);
  for (const row of rows) expect(printed).toContain(row.replace(/ +/g, ' '));
  const ours = settings.filter(({ source }) => source === null).length;
  expect(quoted).toContain(
    `${settings.length} settings of the profile paper: ${settings.length - ours} from a source, ${ours} ours`,
  );
});
