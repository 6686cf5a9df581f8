import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layoutOf, objectPath, recordPath } from '../../../runner/store/layout.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { expectClaim, publishSample, sampleDetails, sampleKey } from './sample-job.ts';

const overwrite = (path: string, content: string): void => {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
};

describe('fsck', () => {
  it('finds nothing in a sound store, nor in one that does not exist', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    expect(await store.fsck()).toEqual([]);
    const patch = store.putObject('patch');
    publishSample(store, 1, undefined, { dirtyPatch: patch.ok ? patch.value : null });
    publishSample(store, 2);
    expect(await store.fsck()).toEqual([]);
  });

  it('finds every kind of damage', async () => {
    const folder = temporaryFolder();
    const layout = layoutOf(folder);
    const store = openStore(folder);
    const labels = [1, 2, 3].map((seed) => publishSample(store, seed, { 'a.txt': `text ${seed}` }).label);
    store.putObject('nobody needs this');
    overwrite(objectPath(layout, sha256('text 1')), 'changed');
    unlinkSync(objectPath(layout, sha256('text 2')));
    overwrite(recordPath(layout, sampleKey(3)), '{}');
    writeFileSync(join(layout.objects, sha256('text 3').slice(0, 2), 'notes.txt'), 'mine');

    const findings = await store.fsck();
    const use = (seed: number) => ({ key: sampleKey(seed), label: labels[seed - 1], output: 'a.txt' });
    expect(findings.slice(0, 2)).toMatchObject([
      { reason: 'record-invalid', path: recordPath(layout, sampleKey(3)) },
      {
        reason: 'stray-file',
        path: join('objects', sha256('text 3').slice(0, 2), 'notes.txt'),
        what: 'a file',
      },
    ]);
    expect(findings).toHaveLength(6);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ reason: 'object-corrupt', found: sha256('changed'), use: use(1) }),
        { reason: 'object-missing', digest: sha256('text 2'), use: use(2) },
        { reason: 'object-orphan', digest: sha256('text 3'), bytes: 6 },
        { reason: 'object-orphan', digest: sha256('nobody needs this'), bytes: 17 },
      ]),
    );
    expect(readdirSync(layout.quarantine)).toHaveLength(2);
  });

  it('finds the patch of a dirty tree missing', async () => {
    const store = openStore(temporaryFolder());
    const { key, label } = publishSample(store, 1, undefined, { dirtyPatch: sha256('never stored') });
    expect(await store.fsck()).toEqual([
      { reason: 'object-missing', digest: sha256('never stored'), use: { key, label, output: null } },
    ]);
  });

  it('is the only one to mind a missing patch: the results are there', () => {
    const store = openStore(temporaryFolder());
    const record = publishSample(store, 1, undefined, { dirtyPatch: sha256('never stored') });
    expect(store.checkOutputs(record, { verify: 'digest' })).toEqual([]);
    expect(store.claim(record.key).outcome).toBe('hit');
  });

  it('finds damage in a record that was read before', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1);
    expect(store.findRecord(sampleKey(1))).toBeDefined();
    overwrite(recordPath(layoutOf(folder), sampleKey(1)), '');
    expect(await store.fsck()).toMatchObject([{ reason: 'record-invalid' }, { reason: 'object-orphan' }]);
    expect(store.findRecord(sampleKey(1))).toBeUndefined();
  });
});

describe('gc', () => {
  it('removes orphans, stale staging and quarantined files, and keeps the rest', async () => {
    const folder = temporaryFolder();
    const layout = layoutOf(folder);
    const store = openStore(folder);
    publishSample(store, 1);
    store.putObject('orphan');
    mkdirSync(join(layout.staging, `${sampleKey(2)}.dead`, 'output'), { recursive: true });
    writeFileSync(join(layout.staging, `${sampleKey(2)}.dead`, 'output', 'half'), '12345');
    mkdirSync(layout.quarantine);
    writeFileSync(join(layout.quarantine, 'bad'), '123');
    const orphan = sha256('orphan');
    const expected = {
      ok: true,
      value: {
        items: [
          { kind: 'object', path: join('objects', orphan.slice(0, 2), orphan), bytes: 6 },
          { kind: 'staging', path: join('staging', `${sampleKey(2)}.dead`), bytes: 5 },
          { kind: 'quarantine', path: join('quarantine', 'bad'), bytes: 3 },
        ],
        bytes: 14,
      },
    };
    expect(store.gc({ dryRun: true })).toEqual(expected);
    expect(store.gc({ dryRun: false })).toEqual(expected);
    expect(store.gc({ dryRun: true })).toEqual({ ok: true, value: { items: [], bytes: 0 } });
    expect(await store.fsck()).toEqual([]);
    expect(store.claim(sampleKey(1)).outcome).toBe('hit');
  });

  it('removes records that are not to be kept, and the objects that only they use', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    publishSample(store, 1, { 'a.txt': 'shared', 'b.txt': 'one' });
    publishSample(store, 2, { 'a.txt': 'shared', 'b.txt': 'two' });
    const collected = store.gc({ dryRun: false, keep: new Set([sampleKey(1)]) });
    expect(collected.ok && collected.value.items.map(({ kind }) => kind)).toEqual(['record', 'object']);
    expect(store.findRecord(sampleKey(1))).toBeDefined();
    expect(store.findRecord(sampleKey(2))).toBeUndefined();
    expect(await store.fsck()).toEqual([]);
  });

  it('keeps the patch that a dirty record names', () => {
    const store = openStore(temporaryFolder());
    const patch = store.putObject('patch');
    publishSample(store, 1, undefined, { dirtyPatch: patch.ok ? patch.value : null });
    expect(store.gc({ dryRun: true })).toMatchObject({ value: { items: [] } });
  });

  it('keeps what Slurm has, with its inputs, until there is a record or nobody took it up for 30 days', () => {
    const folder = temporaryFolder();
    const layout = layoutOf(folder);
    const store = openStore(folder);
    const input = sha256('input');
    store.putObject('input');
    const handedIn = join(layout.slurmJobs, sampleKey(1));
    mkdirSync(handedIn, { recursive: true });
    const task = JSON.stringify({ spec: { inputs: { architecture: objectPath(layout, input) } } });
    writeFileSync(join(handedIn, 'task.json'), task);
    expect(store.gc({ dryRun: true })).toMatchObject({ value: { items: [] } });
    const forgotten = [
      { kind: 'object', path: join('objects', input.slice(0, 2), input), bytes: 5 },
      { kind: 'slurm', path: join('slurm', 'jobs', sampleKey(1)), bytes: task.length },
    ];
    utimesSync(handedIn, new Date(), new Date(Date.now() - 31 * 24 * 60 * 60_000));
    expect(store.gc({ dryRun: true })).toMatchObject({ value: { items: forgotten } });
    utimesSync(handedIn, new Date(), new Date());
    publishSample(store, 1);
    expect(store.gc({ dryRun: false })).toMatchObject({ value: { items: forgotten } });
    expect(existsSync(handedIn)).toBe(false);
  });

  it('is refused while a job is computed, and a job while it runs', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const claim = expectClaim(store, sampleKey(1));
    expect(store.gc({ dryRun: true })).toMatchObject({
      ok: false,
      failures: [{ reason: 'store-busy', heldBy: { pid: process.pid } }],
    });
    claim.release();
    const running = { ...ownIdentity(), startedAt: '', token: 'gc' };
    writeFileSync(join(folder, 'locks', 'gc.lock'), JSON.stringify(running));
    expect(store.claim(sampleKey(1))).toMatchObject({ outcome: 'held', heldBy: { pid: process.pid } });
    expect(readdirSync(join(folder, 'locks'))).toEqual(['gc.lock']);
  });
});

describe('cleaning the staging area', () => {
  it('removes what the dead left and nothing of the living', () => {
    const folder = temporaryFolder();
    const layout = layoutOf(folder);
    const store = openStore(folder);
    const claim = expectClaim(store, sampleKey(1));
    const dead = { ...ownIdentity(), processStart: null, pid: 4_194_305, startedAt: '', token: 'dead' };
    writeFileSync(join(layout.locks, `${sampleKey(2)}.lock`), JSON.stringify(dead));
    mkdirSync(join(layout.staging, `${sampleKey(2)}.dead`));
    expect(store.cleanStaging()).toEqual({ locks: 1, folders: 1 });
    expect(readdirSync(layout.locks)).toEqual([`${sampleKey(1)}.lock`]);
    expect(existsSync(claim.stagingFolder)).toBe(true);
    writeFileSync(join(claim.stagingFolder, 'a.txt'), '1');
    expect(claim.publish(sampleDetails(1)).ok).toBe(true);
    claim.release();
  });

  it('of a store that does not exist does nothing', () => {
    expect(openStore(join(temporaryFolder(), 'none')).cleanStaging()).toEqual({ locks: 0, folders: 0 });
  });
});

describe('adopting a job', () => {
  it('copies the record and all its objects', async () => {
    const [from, to] = [openStore(temporaryFolder()), openStore(temporaryFolder())];
    const patch = from.putObject('patch');
    const record = publishSample(from, 1, { 'a.txt': 'a' }, { dirtyPatch: patch.ok ? patch.value : null });
    expect(to.adopt(from, record.key)).toEqual({ ok: true, value: record });
    expect(to.checkOutputs(record, { verify: 'digest' })).toEqual([]);
    expect(await to.fsck()).toEqual([]);
    expect(to.adopt(from, record.key)).toEqual({ ok: true, value: record });
  });

  it('brings back an object that is missing here', () => {
    const [from, folder] = [openStore(temporaryFolder()), temporaryFolder()];
    const to = openStore(folder);
    publishSample(from, 1, { 'a.txt': 'a' });
    publishSample(to, 1, { 'a.txt': 'a' });
    unlinkSync(objectPath(layoutOf(folder), sha256('a')));
    expect(to.adopt(from, sampleKey(1)).ok).toBe(true);
    expect(to.readObject(sha256('a')).ok).toBe(true);
  });

  it('refuses a damaged source', () => {
    const folder = temporaryFolder();
    const [from, to] = [openStore(folder), openStore(temporaryFolder())];
    publishSample(from, 1, { 'a.txt': 'a' });
    overwrite(objectPath(layoutOf(folder), sha256('a')), 'b');
    expect(to.adopt(from, sampleKey(1))).toMatchObject({
      ok: false,
      failures: [{ reason: 'object-corrupt' }],
    });
    expect(to.findRecord(sampleKey(1))).toBeUndefined();
    expect(to.claim(sampleKey(1)).outcome).toBe('claimed');
  });

  it('of a key that the source does not have says so', () => {
    const [from, to] = [openStore(temporaryFolder()), openStore(temporaryFolder())];
    expect(to.adopt(from, sampleKey(1))).toEqual({
      ok: false,
      failures: [{ reason: 'record-not-found', key: sampleKey(1) }],
    });
  });
});
