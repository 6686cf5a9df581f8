import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

describe('a journal', () => {
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
      tornLines: 0,
    });
  });

  it('is one line for each event', () => {
    const store = openStore(temporaryFolder());
    const journal = store.openJournal('run-1');
    journal.append({ b: 1, a: 2 });
    journal.append({ c: 3 });
    journal.close();
    expect(readFileSync(journal.path, 'utf8')).toBe('{"b":1,"a":2}\n{"c":3}\n');
  });

  it('that ends in a torn line is read up to it', () => {
    const store = openStore(temporaryFolder());
    const journal = store.openJournal('run-1');
    journal.append({ n: 1 });
    journal.append({ n: 2 });
    journal.close();
    truncateSync(journal.path, '{"n":1}\n{"n"'.length);
    expect(store.readJournal('run-1')).toEqual({ events: [{ n: 1 }], tornLines: 1 });
  });

  it('that ends in a torn line loses nothing of what is appended later', () => {
    const store = openStore(temporaryFolder());
    const first = store.openJournal('run-1');
    first.append({ n: 1 });
    first.close();
    appendFileSync(first.path, '{"n":2,"te');
    const second = store.openJournal('run-1');
    second.append({ n: 3 });
    second.append({ n: 4 });
    second.close();
    expect(store.readJournal('run-1')).toEqual({ events: [{ n: 1 }, { n: 3 }, { n: 4 }], tornLines: 1 });
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
