import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

describe('the files of a report', () => {
  it('are those last written, in a folder named for the report', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    store.writeReport('li2019-table5@nano', { 'table5.md': 'old', 'table5.csv': 'csv' });
    const written = store.writeReport('li2019-table5@nano', { 'table5.md': 'new' });
    const reports = join(folder, 'reports', 'li2019-table5@nano');
    expect(written).toEqual({ ok: true, value: reports });
    expect(readdirSync(reports)).toEqual(['table5.csv', 'table5.md']);
    expect(readFileSync(join(reports, 'table5.md'), 'utf8')).toBe('new');
  });

  it('cannot be written outside the store', () => {
    const store = openStore(temporaryFolder());
    expect(() => store.writeReport('..', { 'a.md': '' })).toThrow(
      new TypeError('Expected `report id` to match /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/, got `..`'),
    );
    expect(() => store.writeReport('a', { '../b.md': '' })).toThrow(
      new TypeError('Expected `report file name` to match /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/, got `../b.md`'),
    );
  });
});
