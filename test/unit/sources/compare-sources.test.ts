import { describe, expect, test } from 'vitest';
import { compareSources, settingsOf } from '../../../runner/sources/compare-sources.ts';
import { type Sources, sourcesFile } from '../../../schemas/sources.ts';
import { smallManifest } from '../../util/manifest.ts';

const settings = settingsOf(smallManifest);
const paths = settings.map(({ path }) => path);

/** Every setting with its own value, the first two from a source. */
function complete(): {
  sourced: { source: string; values: Record<string, never> }[];
  ours: Record<string, never>;
} {
  const values = (some: typeof settings) =>
    Object.fromEntries(some.map(({ path, value }) => [path, value as never]));
  return {
    sourced: [{ source: 'A paper, Table 1', values: values(settings.slice(0, 2)) }],
    ours: values(settings.slice(2)),
  };
}

const listOf = (own: ReturnType<typeof complete>): Sources => {
  const read = sourcesFile.read({ formatVersion: 1, profile: 'paper', ...own });
  if (!read.ok) throw new Error(JSON.stringify(read.failures));
  return read.value;
};

describe('settings of a manifest', () => {
  test('have the paths by which a profile overrides them', () => {
    expect(paths).toContain('task.data');
    expect(paths).toContain('space.name');
    expect(paths).toContain('methods.random.evaluations');
    expect(paths.filter((path) => path.includes('.settings.') || path.endsWith('.label'))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('count seeds, which are nobody’s', () => {
    const sets = Object.entries(smallManifest.seedSets);
    expect(sets.length).toBeGreaterThan(0);
    for (const [name, seeds] of sets) {
      expect(settings).toContainEqual({ path: `seedSets.${name}`, value: seeds.length });
    }
  });
});

describe('compared with the list of sources', () => {
  test('equal fields have their source; what no source gives is ours', () => {
    const { settings: found, problems } = compareSources(smallManifest, listOf(complete()));
    expect(problems).toEqual([]);
    expect(found.map(({ path }) => path)).toEqual(paths);
    expect(found.map(({ source }) => source)).toEqual(
      paths.map((_, i) => (i < 2 ? 'A paper, Table 1' : null)),
    );
  });

  test('every single setting that differs is told', () => {
    for (const { path, value } of settings) {
      const own = complete();
      const group = path in own.ours ? own.ours : (own.sourced[0]?.values ?? {});
      const other = value === 'another' ? 'a third' : 'another';
      Object.assign(group, { [path]: other });
      const source = group === own.ours ? null : 'A paper, Table 1';
      expect(compareSources(smallManifest, listOf(own)).problems).toEqual([
        { reason: 'other-value', path, value, expected: other, source },
      ]);
    }
  });

  test('a setting without a source, one too many and one listed twice are told', () => {
    const own = complete();
    const [first = '', second = '', third = ''] = paths;
    delete own.sourced[0]?.values[first];
    Object.assign(own.ours, { 'methods.random.extra': 3 });
    own.sourced.push({ source: 'Its code', values: { [third]: settings[2]?.value as never } });
    expect(second).not.toBe('');
    expect(compareSources(smallManifest, listOf(own)).problems).toEqual([
      { reason: 'listed-twice', path: third },
      { reason: 'not-listed', path: first, value: settings[0]?.value },
      { reason: 'not-in-manifest', path: 'methods.random.extra' },
    ]);
  });
});
