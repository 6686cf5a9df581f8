/** Every field of a lock, changed in every reasonable way: what must notice it stands in docs/evidence.md. */
import { readFileSync } from 'node:fs';
import type { TSchema } from '@sinclair/typebox';
import { describe, expect, test } from 'vitest';
import { claimedEntries, entryDifferences } from '../../../runner/lock/commit-entries.ts';
import { judgeLock } from '../../../runner/lock/judge-lock.ts';
import { lockText, parseLock } from '../../../runner/lock/lock-file.ts';
import { compareRun } from '../../../runner/rerun/compare-run.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { type Lock, type LockedProfile, lockedProfileSchema } from '../../../schemas/lock.ts';
import { consistent, lockedJobOf, lockedProfileOf, rerunResultOf, testMetrics } from '../../util/locked.ts';

const engine = {
  exact: { name: 'wasm', version: 1, determinism: 'bit-exact' },
  tolerant: { name: 'cpu', version: 1, determinism: 'tolerance' },
} as const;

const truth = (of: keyof typeof engine): LockedProfile =>
  lockedProfileOf(
    {
      'm/first/search/s1': lockedJobOf('a', 'a', testMetrics(10)),
      'm/first/select': lockedJobOf('b', 'b'),
    },
    { engine: engine[of], reports: { 'main.md': sha256('md'), 'main.csv': sha256('csv') } },
  );

type Path = readonly string[];
type Json = Record<string, unknown>;

/** A copy with the value at the path replaced; `undefined` removes it. */
function changed<T>(value: T, path: Path, to: (before: unknown) => unknown): T {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce<Json>((at, key) => at[key] as Json, copy as Json);
  const last = path.at(-1) ?? '';
  const after = to(parent[last]);
  if (after === undefined) delete parent[last];
  else parent[last] = after;
  return copy;
}

/** Paths to all values of a kind, in a profile. */
function paths(value: unknown, wanted: 'leaf' | 'map', at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return wanted === 'leaf' ? [at] : [];
  const below = Object.entries(value).flatMap(([key, item]) => paths(item, wanted, [...at, key]));
  return wanted === 'map' ? [at, ...below] : below;
}

/** What a clone with the true commit says against the lock. */
const atItsCommit = (locked: LockedProfile, real: LockedProfile) => {
  const entries = claimedEntries(real).map(([path, id]) => [path, { id, mode: '100644' }] as const);
  return entryDifferences(new Map(entries), locked, real.files);
};

const lockOf = (profile: LockedProfile): Lock => ({ formatVersion: 2, id: 'x', profiles: { base: profile } });
const isRead = (lock: Lock): boolean => parseLock(lockText(lock), 'x.lock.json', 'x').ok;

interface Noticed {
  readonly rerun: string;
  readonly run: string;
}

function noticed(locked: LockedProfile, real: LockedProfile): Noticed {
  if (!isRead(lockOf(locked))) return { rerun: 'reading', run: 'reading' };
  const { isKept, failing } = compareRun(locked, rerunResultOf(real), () => undefined);
  const verdict = judgeLock(locked, real, atItsCommit(locked, real));
  const names = new Set(failing.map(({ reason }) => reason));
  return {
    rerun: isKept || names.size === 0 ? 'nothing' : 'difference',
    run: verdict.status === 'contradicted' ? 'contradiction' : verdict.status,
  };
}

/** Another value of the same form. */
function other(path: Path, before: unknown): unknown {
  if (typeof before === 'number') return before + 1;
  if (path.at(-1) === 'determinism') return before === 'tolerance' ? 'bit-exact' : 'tolerance';
  if (path.at(-1) === 'split') return 'validation';
  if (path.at(-1) === 'name') return 'webgpu';
  if (before === null) return { test: { loss: 1 } };
  const text = String(before);
  return (text.startsWith('9') ? '8' : '9') + text.slice(1);
}

/** `profiles.*.jobs.*.outputs.*` for a path in a profile. */
function fieldOf(path: Path): string {
  const [top = '', ...rest] = path;
  const maps: Readonly<Record<string, (rest: Path) => Path>> = {
    files: () => ['*'],
    reports: () => ['*'],
    jobs: ([, field = '', ...deeper]) => [
      '*',
      field,
      ...(deeper.length > 0 || field === 'metrics' ? ['*'] : []),
    ],
  };
  return ['profiles', '*', top, ...(maps[top]?.(rest) ?? rest)].join('.');
}

const documented = new Map(
  readFileSync('docs/evidence.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, field, rerun, run] = /^\| `([^`]+)` \| ([a-z-]+) \| ([a-z-]+) \|$/.exec(line) ?? [];
      return field === undefined ? [] : [[field, { rerun: rerun ?? '', run: run ?? '' }] as const];
    }),
);

describe('the documented table', () => {
  test('has every field that the schema has', () => {
    const fields = (schema: TSchema, at: string): string[] => {
      if (schema['patternProperties'] !== undefined) {
        const [item] = Object.values(schema['patternProperties'] as Record<string, TSchema>);
        return item === undefined ? [] : fields(item, `${at}.*`);
      }
      if (schema['properties'] === undefined) return [at];
      return Object.entries(schema['properties'] as Record<string, TSchema>).flatMap(([name, field]) =>
        fields(field, `${at}.${name}`),
      );
    };
    const expected = fields(lockedProfileSchema, 'profiles.*').map((field) =>
      field.replace(/metrics$/, 'metrics.*'),
    );
    expect([...documented.keys()].sort()).toEqual(['formatVersion', 'id', ...expected].sort());
  });

  test('the truth itself is noticed by nothing', () => {
    for (const kind of ['exact', 'tolerant'] as const) {
      expect(noticed(truth(kind), truth(kind))).toEqual({ rerun: 'nothing', run: 'holds' });
    }
  });
});

const real = truth('exact');
const leaves = paths(real, 'leaf');

describe.each(leaves.map((path) => [path.join(' '), path] as const))('%s', (_, path) => {
  const expected = documented.get(fieldOf(path));

  test('with another value is noticed as documented', () => {
    const fake = changed(real, path, (before) => other(path, before));
    // Whoever changes a number makes the ids fit; the id itself fits nothing else.
    const found = noticed(path.at(-1) === 'artifactId' ? fake : consistent(fake), real);
    // Of the commit, a comparison at one commit says nothing: it is looked up.
    if (expected?.rerun === 'look-up') expect(found).toEqual({ rerun: 'nothing', run: 'holds' });
    else expect(found).toEqual(expected);
  });

  test.each([
    ['removed', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', ''],
    ['a list', []],
    ['a map', {}],
  ])('when it is %s is never overlooked', (_name, value) => {
    const before = path.reduce<unknown>((at, key) => (at as Json)[key], real);
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    const fake = changed(real, path, () => value);
    const found = noticed(fake, real);
    expect(found.rerun).toMatch(/^(reading|difference)$/);
    expect(found.run).toMatch(/^(reading|contradiction)$/);
  });
});

describe('what is taken away or added', () => {
  const maps = paths(real, 'map').filter((path) => path.length > 0);
  test.each(maps.map((path) => [path.join(' '), path] as const))('%s emptied', (_, path) => {
    const found = noticed(
      changed(real, path, () => ({})),
      real,
    );
    expect(found.rerun).toMatch(/^(reading|difference)$/);
    expect(found.run).toMatch(/^(reading|contradiction)$/);
  });

  test.each(maps.map((path) => [path.join(' '), path] as const))('%s with one more', (_, path) => {
    const twin = (map: unknown): unknown => {
      const [name, value] = Object.entries(map as Json)[0] ?? [];
      return name === undefined ? map : { ...(map as Json), [`${name}1`]: value };
    };
    const found = noticed(consistent(changed(real, path, twin)), real);
    expect(found.rerun).toMatch(/^(reading|difference)$/);
    expect(found.run).toMatch(/^(reading|contradiction)$/);
  });

  test.each(['__proto__', 'constructor', '../x', '/x', 'a b', ''])('an entry %j in any map', (name) => {
    for (const path of maps) {
      const add = (map: unknown): unknown => {
        const value = Object.values(map as Json)[0];
        return JSON.parse(
          JSON.stringify(map).replace(/^\{/, `{${JSON.stringify(name)}:${JSON.stringify(value)},`),
        );
      };
      const found = noticed(changed(real, path, add), real);
      expect(found.rerun).toMatch(/^(reading|difference)$/);
    }
  });
});

describe('of an engine that promises less than every byte', () => {
  const tolerant = truth('tolerant');
  /** Bytes may differ while the numbers agree. */
  const mayDiffer = /^profiles\.\*\.(reports\.\*|jobs\.\*\.outputs\.\*)$/;

  test.each(leaves.map((path) => [path.join(' '), path] as const))('%s', (_, path) => {
    const field = fieldOf(path);
    const fake = changed(tolerant, path, (before) => other(path, before));
    const found = noticed(path.at(-1) === 'artifactId' ? fake : consistent(fake), tolerant);
    const rerun = documented.get(field)?.rerun;
    expect(found.rerun).toBe(mayDiffer.test(field) || rerun === 'look-up' ? 'nothing' : rerun);
  });

  test('numbers within the tolerance are allowed, others are named', () => {
    const path = ['jobs', 'm/first/search/s1', 'metrics', 'test', 'errorPercent'];
    const compared = (value: number) =>
      compareRun(consistent(changed(tolerant, path, () => value)), rerunResultOf(tolerant), () => undefined);
    expect(compared(10.0005)).toMatchObject({ isKept: true, failing: [] });
    expect(compared(10.01)).toMatchObject({
      isKept: false,
      failing: [{ reason: 'other-metrics', label: 'm/first/search/s1', metrics: ['test.errorPercent'] }],
    });
  });
});
