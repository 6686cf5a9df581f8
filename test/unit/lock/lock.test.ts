import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockDifferences } from '../../../runner/lock/lock-difference.ts';
import { lockFileOf, lockText, readLock } from '../../../runner/lock/lock-file.ts';
import { lockProblemText } from '../../../runner/lock/lock-problem.ts';
import { removeUnfinishedLocks, writeLock } from '../../../runner/lock/write-lock.ts';
import type { LockedProfile } from '../../../schemas/lock.ts';
import { lockedJobOf, lockedProfileOf } from '../../util/locked.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const profile = (jobs: Readonly<Record<string, string>>): LockedProfile =>
  lockedProfileOf(
    Object.fromEntries(Object.entries(jobs).map(([label, content]) => [label, lockedJobOf(label, content)])),
  );

describe('lockDifferences', () => {
  test('equal profiles have none', () => {
    expect(lockDifferences(profile({ 'm/a': '1' }), profile({ 'm/a': '1' }))).toEqual([]);
  });

  test('names what differs, in graph order', () => {
    const locked = lockedProfileOf({
      'm/a': lockedJobOf('a', '1'),
      'm/b': lockedJobOf('b', '1'),
      'm/c': lockedJobOf('c', '1'),
    });
    const found = lockedProfileOf({
      'm/a': lockedJobOf('a', '2'),
      'm/b': lockedJobOf('other', '1'),
      'm/d': lockedJobOf('d', '1'),
    });
    expect(lockDifferences(locked, found)).toEqual([
      { reason: 'other-outputs', label: 'm/a', files: ['metrics.json'] },
      { reason: 'other-key', label: 'm/b' },
      { reason: 'only-computed', label: 'm/d' },
      { reason: 'only-locked', label: 'm/c' },
    ]);
  });
});

describe('the lock file', () => {
  const locked = profile({ 'm/a': '1' });
  const fileWith = (text: string): string => {
    const file = join(temporaryFolder(), 'x.lock.json');
    writeFileSync(file, text);
    return file;
  };
  /** What is said of a lock of `x`, without the path of its folder. */
  const problemOf = (file: string): string => {
    const read = readLock(file, 'x');
    if (read.ok) return 'good';
    return read.failures.map(lockProblemText).join('\n').replaceAll(file, 'x.lock.json');
  };
  const good = lockText({ formatVersion: 2, id: 'x', profiles: { base: locked } });
  const again = '`reprise run <id> --update-lock`, for each locked --profile, writes it anew';
  const restore = '`git checkout HEAD -- x.lock.json` restores the committed one';

  test('lies beside its manifest', () => {
    expect(lockFileOf('manifests/li2019/li2019-table5.yaml')).toBe(
      'manifests/li2019/li2019-table5.lock.json',
    );
  });

  test('reads back what was written; another profile leaves the first alone', () => {
    const file = join(temporaryFolder(), 'x.lock.json');
    const [nano, paper] = [profile({ 'm/a': '1' }), profile({ 'm/b': '1' })];
    writeLock(file, 'x', 'nano', nano);
    writeLock(file, 'x', 'paper', paper);
    expect(readLock(file, 'x')).toEqual({
      ok: true,
      value: { formatVersion: 2, id: 'x', profiles: { nano, paper } },
    });
  });

  test('has one line for each job, so that a difference reads well', () => {
    const text = lockText({
      formatVersion: 2,
      id: 'x',
      profiles: { nano: profile({ 'm/a': '1', 'm/b': '1' }) },
    });
    expect(text.split('\n').filter((line) => /^ {8}"m\/[ab]": /.test(line))).toHaveLength(2);
  });

  test('that is missing says how to get one', () => {
    expect(problemOf(join(temporaryFolder(), 'x.lock.json'))).toBe(
      'x.lock.json: expected a lock file, found none\n' +
        '  help: `reprise run <id>` writes it; commit it with the manifest',
    );
  });

  test.each([
    [
      'markers of a merge',
      good.replace('{\n', '{\n<<<<<<< HEAD\n'),
      'found merge-conflict markers in line 2\n' +
        `  help: \`git checkout --ours -- x.lock.json\` or \`--theirs\` takes one side of a merge, and ${restore}; then \`reprise run <id> --update-lock\` locks what the merged code gives`,
    ],
    [
      'a null profile',
      '{"formatVersion":2,"id":"x","profiles":{"base":null}}',
      'found one with a mistake: lock /profiles/base: expected object, found null\n' +
        `  help: it was changed by hand or damaged: ${restore}; if that one is wrong too, ${again}`,
    ],
  ])('with %s says what to do', (_, text, expected) => {
    expect(problemOf(fileWith(text))).toBe(`x.lock.json: expected a lock file, ${expected}`);
  });

  test('with a cut end is damaged', () => {
    expect(problemOf(fileWith(good.slice(0, -2)))).toContain(
      'expected a lock file, found one with a mistake: lock: expected valid JSON, found',
    );
  });

  test.each([
    [1, 'an older version'],
    [3, 'a newer version'],
  ])('of format %i is named as made by %s', (version, age) => {
    expect(problemOf(fileWith(`{"formatVersion":${version},"profiles":{}}`))).toBe(
      `x.lock.json: expected a lock of format 2, found one of format ${version}, which ${age} of Reprise wrote\n` +
        `  help: ${again}; to rerun it as it is, use the version of Reprise in the commit that wrote it`,
    );
  });

  test('of another manifest is refused', () => {
    expect(problemOf(fileWith(good.replace('"id": "x"', '"id": "y"')))).toBe(
      'x.lock.json: expected the lock of x, found that of y\n' +
        `  help: each manifest has a lock of its own: ${restore}; after a manifest got another id, ${again}`,
    );
  });

  test('with an artifact id that does not follow from its job is refused, by name', () => {
    const false_ = good.replace(/"artifactId":"[0-9a-f]{64}"/, `"artifactId":"${'0'.repeat(64)}"`);
    expect(problemOf(fileWith(false_))).toContain(
      'expected artifact ids that follow from key, commit, seed and outputs in profile base, found another for m/a',
    );
  });

  test('holds what a training measured on its way', () => {
    const early = '{"epoch":1,"test":{"errorPercent":8,"examples":10,"loss":1,"split":"test"}}';
    expect(
      problemOf(fileWith(good.replace('"metrics":null', `"metrics":{"earlier":{"early":${early}}}`))),
    ).toBe('good');
  });

  test('with a number that no measurement writes is refused', () => {
    const minusZero = good.replace('"metrics":null', '"metrics":{"test":{"loss":-0}}');
    expect(problemOf(fileWith(minusZero))).toContain('expected a number that is no negative zero, found -0');
  });

  test.each([
    ['/profiles/base/commit', '"commit": ', `"commit": "${'1'.repeat(40)}",\n      "commit": `],
    ['/profiles/base', '"profiles": {', '"profiles": {\n    "base": {"jobs": [{}]},'],
    ['/profiles/base/jobs/m/a/seed', '"seed":', '"se\\u0065d" : 9,"seed":'],
  ])(
    'that has %s twice is refused, since a reader sees the first and a parser the last',
    (path, name, twice) => {
      const text = good.replace(name, twice);
      expect(text).not.toBe(good);
      expect(JSON.parse(text)).toEqual(JSON.parse(good));
      expect(problemOf(fileWith(text))).toBe(
        `x.lock.json: expected each name once, found ${path} twice\n` +
          `  help: it was changed by hand or damaged: ${restore}; if that one is wrong too, ${again}`,
      );
    },
  );

  test.each([
    ['link', 'a symbolic link'],
    ['folder', 'a folder'],
    ['long', 'a file of 5368709120 bytes, where at most 268435456 were expected'],
  ])('that is a %s is not read', (kind, found) => {
    const folder = temporaryFolder();
    const file = join(folder, 'x.lock.json');
    if (kind === 'folder') mkdirSync(file);
    else if (kind === 'long') {
      writeFileSync(file, '');
      truncateSync(file, 5 * 1024 ** 3);
    } else {
      writeFileSync(join(folder, 'other.json'), good);
      symlinkSync(join(folder, 'other.json'), file);
    }
    expect(problemOf(file)).toContain(`expected a lock file, found ${found}\n`);
  });

  test('that links to itself is no lock, and writing one replaces the link', () => {
    const file = join(temporaryFolder(), 'x.lock.json');
    symlinkSync('x.lock.json', file);
    expect(problemOf(file)).toContain('found a symbolic link');
    writeLock(file, 'x', 'base', locked);
    expect(problemOf(file)).toBe('good');
  });

  test('what a killed writer left is removed, and nothing else', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'x.lock.json');
    const left = 'x.0f3c1a2b-0000-4000-8000-0123456789ab.tmp.lock.json';
    const others = ['x.lock.json', 'x.mine.lock.json', `y${left.slice(1)}`, 'x.tmp.lock.json'];
    for (const name of [left, ...others]) writeFileSync(join(folder, name), good);
    removeUnfinishedLocks(file);
    expect(readdirSync(folder).sort()).toEqual([...others].sort());
    expect(readFileSync(file, 'utf8')).toBe(good);
  });
});
