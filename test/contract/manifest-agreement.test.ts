/** The JSON Schema, which editors use, and the loader accept and refuse the same files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadManifest } from '../../runner/manifest/index.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };

/** A validator that knows nothing of how the loader uses the schema. */
const acceptsBySchema = new Ajv2020({ strict: false }).compile(schema);

const temporary = mkdtempSync(join(tmpdir(), 'reprise-manifest-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** What the loader says beyond the schema. */
const semanticReasons = new Set([
  'unknown-reference',
  'shared-seed',
  'seed-too-large',
  'count-without-select',
  'seed-without-source',
  'too-few-candidates',
  'stage-cycle',
  'does-not-fit',
  'endless-search',
  'not-measured',
  'unknown-path',
  'test-selection',
]);

function acceptsByLoader(value: unknown): boolean {
  const file = join(temporary, 'm.yaml');
  // JSON is YAML, and faster to write.
  writeFileSync(file, JSON.stringify(value));
  const result = loadManifest(file);
  return result.ok || result.failures.every(isSemantic);
}

/** Which metrics there are, the task says: the schema knows none of a program of the user. */
const isSemantic = (failure: { readonly reason: string }): boolean =>
  semanticReasons.has(failure.reason) ||
  (failure.reason === 'unknown-value' && /metric/.test(String(Reflect.get(failure, 'what'))));

const original: unknown = parse(readFileSync('test/fixtures/manifests/good/full.yaml', 'utf8'));
const values = [null, -1, 0, 0.5, 'word', true, [], {}];

describe('the schema and the loader', () => {
  it('accept the manifest that the others are made from', () => {
    expect(acceptsBySchema(original)).toBe(true);
    expect(acceptsByLoader(original)).toBe(true);
  });

  it.each([...placesOf(original, [])].map((path) => path.join(' ')))('agree on changes of %s', (place) => {
    const path = place.split(' ');
    const neighbour = [...path.slice(0, -1), 'neighbour'];
    const changes: [string, unknown][] = [
      ...values.map((value): [string, unknown] => [JSON.stringify(value), changed(original, path, value)]),
      ['missing', changed(original, path, undefined)],
      ['unknown neighbour', changed(original, neighbour, 1)],
    ];
    const verdicts = (accepts: (value: unknown) => boolean) =>
      Object.fromEntries(changes.map(([name, value]) => [name, accepts(value)]));
    expect(verdicts(acceptsByLoader)).toEqual(verdicts(acceptsBySchema));
  });

  it.each([
    ['has a key that no manifest has', { extends: './base.yaml', id: 'a', seeds: 1 }],
    ['has no id', { extends: './base.yaml', title: 'A' }],
    ['extends something else than a manifest', { extends: 'base.json', id: 'a' }],
    ['has a bad id', { extends: './base.yaml', id: 'A b' }],
    ['has an unknown engine', { extends: './base.yaml', id: 'a', engine: 'abacus' }],
  ])('refuse an extending manifest that %s', (_, value) => {
    writeFileSync(join(temporary, 'base.yaml'), JSON.stringify(original));
    expect([acceptsBySchema(value), acceptsByLoader(value)]).toEqual([false, false]);
  });

  it('accept an extending manifest that changes one setting', () => {
    writeFileSync(join(temporary, 'base.yaml'), JSON.stringify(original));
    const value = { extends: './base.yaml', id: 'a', methods: { rsws: { epochs: 3 } } };
    expect([acceptsBySchema(value), acceptsByLoader(value)]).toEqual([true, true]);
  });
});

/** Every path below a value, except overrides, which the schema does not look into. */
function* placesOf(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null || path[0] === 'profiles') return;
  for (const [key, item] of Object.entries(value)) {
    yield [...path, key];
    yield* placesOf(item, [...path, key]);
  }
}

/** A copy with the value at a path replaced, or removed when the new one is undefined. */
function changed(value: unknown, [key = '', ...rest]: readonly string[], other: unknown): unknown {
  const entries = Object.entries(value as object);
  if (Array.isArray(value) && key === 'neighbour') return [...value, other];
  const known = entries.some(([name]) => name === key);
  const replaced = entries.flatMap(([name, item]) => {
    if (name !== key) return [[name, item]];
    if (rest.length > 0) return [[name, changed(item, rest, other)]];
    return other === undefined ? [] : [[name, other]];
  });
  const result = known ? replaced : [...replaced, [key, other]];
  return Array.isArray(value) ? result.map(([, item]) => item) : Object.fromEntries(result);
}
