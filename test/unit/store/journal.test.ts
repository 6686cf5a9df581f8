import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

describe('a journal', () => {
  const events = [1, 2, 3].map((n) => ({ type: 'started', n, note: 'line\nbreak' }));

  function written(folder: string): string {
    const journal = openStore(folder).openJournal('run-1');
    for (const event of events) journal.append(event);
    journal.close();
    return journal.path;
  }

  it('gives back what was appended, over several openings', () => {
    const store = openStore(temporaryFolder());
    const first = store.openJournal('run-1');
    expect(first.append({ type: 'started' })).toEqual({ ok: true, value: null });
    first.close();
    const second = store.openJournal('run-1');
    second.append({ type: 'done', note: 'line\nbreak' });
    second.close();
    expect(store.readJournal('run-1')).toEqual({
      events: [{ type: 'started' }, { type: 'done', note: 'line\nbreak' }],
      problems: [],
      isTorn: false,
    });
  });

  it('is one line for each event, with the digest of the line and those before it', () => {
    const path = written(temporaryFolder());
    let before = sha256('journal of run-1');
    const lines = events.map((event) => {
      before = sha256(`${before}\n${JSON.stringify(event)}`);
      return `${JSON.stringify({ ...event, digest: before })}\n`;
    });
    expect(readFileSync(path, 'utf8')).toBe(lines.join(''));
  });

  it('that ends in a torn line is read up to it', () => {
    const folder = temporaryFolder();
    const path = written(folder);
    truncateSync(path, readFileSync(path).length - 20);
    expect(openStore(folder).readJournal('run-1')).toEqual({
      events: events.slice(0, 2),
      problems: [],
      isTorn: true,
    });
  });

  it('that ends in a torn line loses nothing of what is appended later', () => {
    const folder = temporaryFolder();
    appendFileSync(written(folder), '{"type":"lost","te');
    const second = openStore(folder).openJournal('run-1');
    second.append({ type: 'more' });
    second.close();
    expect(openStore(folder).readJournal('run-1')).toEqual({
      events: [...events, { type: 'more' }],
      problems: [],
      isTorn: false,
    });
  });

  const broken = 'has a digest that the line and those before it do not hash to';
  it.each([
    [
      'a changed field',
      (lines: string[]) => lines.with(1, String(lines[1]).replace('"n":2', '"n":9')),
      2,
      broken,
    ],
    ['a field more', (lines: string[]) => lines.with(0, String(lines[0]).replace('{', '{"x":1,')), 1, broken],
    [
      'a changed last line',
      (lines: string[]) => lines.with(2, String(lines[2]).replace('"n":3', '"n":4')),
      3,
      broken,
    ],
    ['a line taken out', (lines: string[]) => lines.toSpliced(1, 1), 2, broken],
    ['a line twice', (lines: string[]) => lines.toSpliced(1, 0, String(lines[0])), 2, broken],
    [
      'two lines in the other order',
      (lines: string[]) => [lines[1], lines[0], lines[2]].map(String),
      1,
      broken,
    ],
    [
      'a torn line before others',
      (lines: string[]) => lines.with(0, '{"type'),
      1,
      expect.stringMatching(/^is malformed: line of the journal: expected valid JSON, found /),
    ],
    [
      'a digest left out',
      (lines: string[]) => lines.with(0, '{"type":"started"}'),
      1,
      'is malformed: line of the journal /digest: expected required property, found nothing',
    ],
    [
      'a type that is none',
      (lines: string[]) => lines.with(0, String(lines[0]).replace('"started"', '7')),
      1,
      'is malformed: line of the journal /type: expected string, found 7',
    ],
  ])('with %s is found damaged, and fsck names the line', async (_, change, line, detail) => {
    const folder = temporaryFolder();
    const path = written(folder);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    const problem = { reason: 'journal-damaged', path, line, detail };
    expect(openStore(folder).readJournal('run-1')).toMatchObject({
      events: events.slice(0, line - 1),
      problems: [problem],
    });
    expect(await openStore(folder).fsck()).toEqual([problem]);
  });

  it('put in the place of another run is found out', () => {
    const folder = temporaryFolder();
    written(folder);
    renameSync(join(folder, 'runs', 'run-1'), join(folder, 'runs', 'run-2'));
    expect(openStore(folder).readJournal('run-2')?.problems).toHaveLength(1);
  });

  it.each([
    ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
    ['a symbolic link', (path: string) => symlinkSync('/dev/zero', path)],
    ['a folder', (path: string) => mkdirSync(path)],
  ])('in the place of which lies %s hangs nobody', async (what, make) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'runs', 'run-1'), { recursive: true });
    make(join(folder, 'runs', 'run-1', 'journal.jsonl'));
    expect(await openStore(folder).fsck()).toMatchObject([
      { reason: 'journal-damaged', line: 1, detail: `is in ${what}` },
    ]);
  });

  it('of an unknown run is undefined', () => {
    const store = openStore(temporaryFolder());
    expect(store.readJournal('run-1')).toBeUndefined();
    expect(store.runs()).toEqual([]);
  });

  it('is listed by its run', () => {
    const store = openStore(temporaryFolder());
    for (const id of ['b', 'a']) store.openJournal(id).close();
    expect(store.runs()).toEqual(['a', 'b']);
  });

  it('cannot be opened outside the store', () => {
    const store = openStore(join(temporaryFolder(), 'store'));
    expect(() => store.openJournal('../x')).toThrow(
      new TypeError('Expected `runId` to match /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/, got `../x`'),
    );
  });
});
