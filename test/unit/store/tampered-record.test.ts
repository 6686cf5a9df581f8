/** Every field of a record, changed one by one: what notices it. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artifactId } from '../../../runner/key/artifact-id.ts';
import { layoutOf, objectPath, recordPath } from '../../../runner/store/layout.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { commit, publishSample, sampleKey } from './sample-job.ts';

type Fields = Record<string, unknown>;

/** A store whose one record was changed, on purpose or by accident. */
function tampered(change: (record: Fields) => Fields): { readonly folder: string; readonly path: string } {
  const folder = temporaryFolder();
  publishSample(openStore(folder), 1, { 'a.txt': 'text' }, { trees: { runner: commit as never } });
  const path = recordPath(layoutOf(folder), sampleKey(1));
  const changed = change(JSON.parse(readFileSync(path, 'utf8')));
  chmodSync(path, 0o644);
  writeFileSync(path, `${canonicalJson(changed)}\n`);
  return { folder, path };
}

/** As a forger would who knows how the ids are made. */
function resealed({ digest: _, ...fields }: Fields): Fields {
  return { ...fields, digest: canonicalDigest(fields) };
}

const unsealed = 'has a digest that its content does not hash to';
const set =
  (path: string, value: unknown) =>
  (record: Fields): Fields => {
    const parts = path.split('/');
    const last = String(parts.pop());
    const copy = structuredClone(record);
    const parent = parts.reduce((at, part) => at[part] as Fields, copy);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return copy;
  };

describe('a field of a record', () => {
  it.each([
    ['label', 'another/label'],
    ['material/kind', 'search'],
    ['material/parameters/epochs', 3],
    ['material/seed', 2],
    ['material/inputs/architecture', sha256('x')],
    ['material/data', sha256('x')],
    ['material/code/sources', sha256('x')],
    ['material/engine/version', 9],
    ['outputs/a.txt/digest', sha256('x')],
    ['outputs/a.txt/bytes', 5],
    ['outputs', {}],
    ['artifactId', sha256('x')],
    ['digest', sha256('x')],
    ['commit', 'd'.repeat(40)],
    ['trees/runner', 'd'.repeat(40)],
    ['trees', {}],
    ['dirtyPatch', sha256('x')],
    ['engine/name', 'cpu'],
    ['engine/version', 2],
    ['engine/determinism', 'tolerance'],
    ['environment/node', 'v1'],
    ['environment/platform', 'other'],
    ['environment/arch', 'other'],
    ['environment/cpu', 'other'],
    ['environment/device', 'other'],
    ['timing/startedAt', '2020-01-02T03:04:05.000Z'],
    ['timing/wallMs', 1],
    ['timing/attempt', 2],
  ])('%s that is changed is found by its digest', async (field, value) => {
    const { folder, path } = tampered(set(field, value));
    const [finding] = await openStore(folder).fsck();
    expect(finding).toMatchObject({ reason: 'record-invalid', path, detail: unsealed });
  });

  it.each([
    ['key', sampleKey(2), `names the key ${sampleKey(2)}`],
    ['formatVersion', 3, 'is malformed: record /formatVersion: expected 2, found 3'],
    ['extra', 1, 'is malformed: record /extra: expected no field of this name, found 1'],
    ['timing/extra', 1, 'is malformed: record /timing/extra: expected no field of this name, found 1'],
    ['commit', 'HEAD', /^is malformed: record \/commit: expected string to match .*, found "HEAD"$/],
    [
      'timing/startedAt',
      'soon',
      /^is malformed: record \/timing\/startedAt: expected string to match .*"soon"$/,
    ],
    [
      'timing/attempt',
      0,
      /^is malformed: record \/timing\/attempt: expected integer to be greater or equal to 1, found 0$/,
    ],
    ['engine/determinism', 'good', /^is malformed: record \/engine\/determinism: expected .*, found "good"$/],
    ['outputs/..', { digest: sha256('x'), bytes: 1 }, /^is malformed: record \/outputs\/\.\.: /],
    ['outputs/..%2f..%2fpwned', { digest: sha256('x'), bytes: 1 }, /^is malformed: record \/outputs/],
  ])('%s of another form is found, and no forged digest helps', async (field, value, detail) => {
    const { folder } = tampered((record) => resealed(set(field, value)(record)));
    const found = await openStore(folder).fsck();
    const expected = typeof detail === 'string' ? detail : expect.stringMatching(detail);
    expect(found[0]).toMatchObject({ reason: 'record-invalid', detail: expected });
  });

  it('digest that is absent is found', async () => {
    const { folder } = tampered(set('digest', undefined));
    expect((await openStore(folder).fsck())[0]).toMatchObject({
      reason: 'record-invalid',
      detail: 'is malformed: record /digest: expected required property, found nothing',
    });
  });

  it('outputs whose name leads out of a folder makes a record that nobody takes over', () => {
    const { folder } = tampered((record) => {
      const outputs = { '../../pwned.txt': { digest: sha256('x'), bytes: 1 } };
      const { key, material } = record as { key: never; material: { seed: never } };
      const id = artifactId({
        ...{ jobKey: key, commit, dirtyPatch: null, seed: material.seed },
        outputs: { '../../pwned.txt': sha256('x') },
      });
      return resealed({ ...record, outputs, artifactId: id });
    });
    const store = openStore(temporaryFolder());
    expect(store.adopt(openStore(folder), sampleKey(1))).toMatchObject({
      failures: [{ reason: 'record-not-found' }],
    });
  });

  it('outputs.bytes that a forger made consistent is found by the size of the object, and computed again', async () => {
    const { folder } = tampered((record) => resealed(set('outputs/a.txt/bytes', 5)(record)));
    const store = openStore(folder);
    expect(await store.fsck()).toMatchObject([{ reason: 'object-size', recorded: 5, found: 4 }]);
    expect(store.quickLookup()(sampleKey(1))?.unusable).toEqual(['a.txt']);
    expect(store.claim(sampleKey(1)).outcome).toBe('claimed');
  });

  it('commit and trees that a forger made consistent are for whoever knows the repository to check', async () => {
    const { folder } = tampered((record) => {
      const { key, material } = record as { key: never; material: { seed: never } };
      const other = 'd'.repeat(40) as typeof commit;
      const outputs = { 'a.txt': sha256('text') };
      const id = artifactId({ jobKey: key, commit: other, dirtyPatch: null, seed: material.seed, outputs });
      return resealed({ ...record, commit: other, artifactId: id });
    });
    const finding = { reason: 'commit-unknown', key: sampleKey(1), label: 'l', commit } as const;
    const asked: unknown[] = [];
    const found = await openStore(folder).fsck({
      checkCommit: async (record) => {
        asked.push(record.commit);
        return finding;
      },
    });
    expect(asked).toEqual(['d'.repeat(40)]);
    expect(found).toEqual([finding]);
  });

  it('formatVersion of an older version leaves the record alone, and gc removes it', async () => {
    const { folder, path } = tampered(set('formatVersion', 1));
    const store = openStore(folder);
    expect(store.findRecord(sampleKey(1))).toBeUndefined();
    expect(await store.fsck()).toMatchObject([
      { reason: 'record-outdated', path },
      { reason: 'object-orphan' },
    ]);
    expect(store.gc({ dryRun: false })).toMatchObject({
      value: { items: [{ kind: 'record' }, { kind: 'object' }] },
    });
  });
});

describe('in the place of an object or a record', () => {
  const odd: readonly [string, (path: string) => void][] = [
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a symbolic link', (path) => symlinkSync('/dev/zero', path)],
  ];

  it.each(odd)('of an object, %s is named, moved away, and never read', async (what, make) => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1, { 'a.txt': 'text' });
    const path = objectPath(layoutOf(folder), sha256('text'));
    rmSync(path);
    make(path);
    expect(store.quickLookup()(sampleKey(1))?.unusable).toEqual(['a.txt']);
    expect(await store.fsck()).toMatchObject([{ reason: 'object-odd', what, use: { output: 'a.txt' } }]);
    expect(await store.fsck()).toMatchObject([{ reason: 'object-missing' }]);
    expect(store.claim(sampleKey(1)).outcome).toBe('claimed');
  });

  it('of an object, a link to the right bytes is not followed either', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1, { 'a.txt': 'text' });
    const path = objectPath(layoutOf(folder), sha256('text'));
    rmSync(path);
    writeFileSync(join(folder, 'elsewhere'), 'text');
    symlinkSync(join(folder, 'elsewhere'), path);
    expect(store.verifiedPath(sha256('text'))).toMatchObject({ failures: [{ reason: 'object-odd' }] });
  });

  it.each(odd)('of a record, %s is named, moved away, and never read', async (what, make) => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1, { 'a.txt': 'text' });
    const path = recordPath(layoutOf(folder), sampleKey(1));
    rmSync(path);
    make(path);
    const found = await store.fsck();
    expect(found[0]).toMatchObject({ reason: 'record-invalid', path, detail: `is ${what}` });
    expect(publishSample(store, 1, { 'a.txt': 'text' }).key).toBe(sampleKey(1));
  });

  it('beside the records and objects, whatever lies there is named and left alone', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1, { 'a.txt': 'text' });
    const { objects, records } = layoutOf(folder);
    symlinkSync('/', join(objects, 'ab'));
    execFileSync('mkfifo', [join(records, 'pipe')]);
    writeFileSync(join(objects, sha256('text').slice(0, 2), 'x'), '');
    expect(await store.fsck()).toEqual([
      { reason: 'stray-file', path: 'objects/ab', what: 'a symbolic link' },
      { reason: 'stray-file', path: join('objects', sha256('text').slice(0, 2), 'x'), what: 'a file' },
      { reason: 'stray-file', path: 'records/pipe', what: 'a pipe' },
    ]);
  });

  it.each([
    ...['staging', 'quarantine', 'locks', 'runs', 'reports', 'failures', 'partial'],
    ...['latest', 'reruns', 'worktrees'],
  ])('of the folder %s, a link stops whatever would write or clean up there', async (name) => {
    const folder = temporaryFolder();
    const precious = temporaryFolder();
    writeFileSync(join(precious, 'precious'), '');
    symlinkSync(precious, join(folder, name));
    const store = openStore(folder);
    const message = `expected ${join(folder, name)} to be a folder of the store, found a link`;
    for (const act of [
      () => store.gc({ dryRun: false }),
      () => store.cleanStaging(),
      () => store.claim(sampleKey(1)),
      () => store.openJournal('run-1'),
    ]) {
      expect(act).toThrow(message);
    }
    expect(await store.fsck()).toContainEqual({ reason: 'folder-linked', path: join(folder, name) });
    expect(readFileSync(join(precious, 'precious'), 'utf8')).toBe('');
  });
});
