/** What every store does. A new implementation runs these cases unchanged. */
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { layoutOf, objectPath, recordPath } from '../../../runner/store/layout.ts';
import type { StoreOptions } from '../../../runner/store/open-store.ts';
import type { Store } from '../../../runner/store/store.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { expectClaim, publishSample, sampleDetails, sampleKey } from './sample-job.ts';

export type MakeStore = (folder: string, options?: StoreOptions) => Store;

export function describeStore(name: string, make: MakeStore): void {
  describe(name, () => {
    describePublishing(make);
    describeLookUp(make);
    describeObjects(make);
    describeClaims(make);
  });
}

function describePublishing(make: MakeStore): void {
  it('a published job is found by its key, with its outputs', () => {
    const store = make(temporaryFolder());
    const record = publishSample(store, 1, { 'metrics.json': '{}', 'a.txt': 'text' });
    expect(store.findRecord(sampleKey(1))).toEqual(record);
    expect(record.outputs).toEqual({
      'a.txt': { digest: sha256('text'), bytes: 4 },
      'metrics.json': { digest: sha256('{}'), bytes: 2 },
    });
    expect(store.readObject(sha256('text'))).toEqual({ ok: true, value: Buffer.from('text') });
    expect(store.checkOutputs(record, { verify: 'digest' })).toEqual([]);
  });

  it('a file in a nested folder is an output named by its path', () => {
    const store = make(temporaryFolder());
    const claim = expectClaim(store, sampleKey(1));
    mkdirSync(join(claim.stagingFolder, 'curves', 'loss'), { recursive: true });
    mkdirSync(join(claim.stagingFolder, 'empty'));
    writeFileSync(join(claim.stagingFolder, 'curves', 'loss', 'train.csv'), '1');
    const published = claim.publish(sampleDetails(1));
    claim.release();
    expect(published.ok && Object.keys(published.value.outputs)).toEqual(['curves/loss/train.csv']);
  });

  it('what is in place of the index is neither written to nor waited for', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    const index = join(folder, 'outputs.index');
    const other = join(temporaryFolder(), 'other');
    writeFileSync(other, 'mine');
    symlinkSync(other, index);
    publishSample(store, 1);
    expect(readFileSync(other, 'utf8')).toBe('mine');
    unlinkSync(index);
    execaSync('mkfifo', [index]);
    const record = publishSample(store, 2);
    expect(store.findRecord(sampleKey(2))).toEqual(record);
  });

  it('two jobs with the same output share one read-only object', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    publishSample(store, 1, { 'out.txt': 'same' });
    publishSample(store, 2, { 'out.txt': 'same' });
    const path = objectPath(layoutOf(store.root), sha256('same'));
    expect(statSync(path).mode & 0o777).toBe(0o444);
    expect(statSync(path).nlink).toBe(1);
  });

  it('a job that leaves nothing is a bad output', () => {
    const store = make(temporaryFolder());
    const claim = expectClaim(store, sampleKey(1));
    expect(claim.publish(sampleDetails(1))).toEqual({
      ok: false,
      failures: [{ reason: 'bad-output', detail: 'the job left no output files' }],
    });
    claim.release();
    expect(store.findRecord(sampleKey(1))).toBeUndefined();
  });

  it('links and names with odd characters are bad outputs, all named', () => {
    const store = make(temporaryFolder());
    const claim = expectClaim(store, sampleKey(1));
    symlinkSync('/etc/hostname', join(claim.stagingFolder, 'link'));
    writeFileSync(join(claim.stagingFolder, 'a b.txt'), '1');
    const published = claim.publish(sampleDetails(1));
    claim.release();
    expect(
      published.ok
        ? []
        : published.failures.map((failure) => failure.reason === 'bad-output' && failure.detail).sort(),
    ).toEqual([
      'the output `link` is neither a file nor a folder',
      'the output name "a b.txt" has other characters than A-Z a-z 0-9 . _ + = @ , ~ -',
    ]);
  });

  it('a file that the worker linked from elsewhere is copied, so that nobody can change the object', () => {
    const folder = temporaryFolder();
    const store = make(join(folder, 'store'));
    writeFileSync(join(folder, 'mine.txt'), 'before');
    const claim = expectClaim(store, sampleKey(1));
    linkSync(join(folder, 'mine.txt'), join(claim.stagingFolder, 'out.txt'));
    expect(claim.publish(sampleDetails(1)).ok).toBe(true);
    claim.release();
    writeFileSync(join(folder, 'mine.txt'), 'after');
    expect(store.readObject(sha256('before')).ok).toBe(true);
  });

  it('publishing under a key that is not that of the material throws', () => {
    const store = make(temporaryFolder());
    const claim = expectClaim(store, sampleKey(1));
    expect(() => claim.publish(sampleDetails(2))).toThrow(
      new TypeError(`Expected \`material\` to have the claimed key ${sampleKey(1)}, got ${sampleKey(2)}`),
    );
    claim.release();
  });

  it('the same outputs a second time keep the first record', () => {
    const store = make(temporaryFolder());
    const first = publishSample(store, 1);
    const claim = expectClaim(store, sampleKey(1), true);
    writeFileSync(join(claim.stagingFolder, 'metrics.json'), '{"seed":1}');
    const second = claim.publish(sampleDetails(1, { label: 'another/label' }));
    claim.release();
    expect(second).toEqual({ ok: true, value: first });
  });

  it('other outputs under the same key are reported with both digests, and the first record stays', () => {
    const store = make(temporaryFolder());
    const first = publishSample(store, 1, { 'a.txt': 'one', 'gone.txt': 'x' });
    const claim = expectClaim(store, sampleKey(1), true);
    writeFileSync(join(claim.stagingFolder, 'a.txt'), 'two');
    writeFileSync(join(claim.stagingFolder, 'new.txt'), 'y');
    const second = claim.publish(sampleDetails(1));
    claim.release();
    expect(second).toEqual({
      ok: false,
      failures: [
        {
          reason: 'nondeterministic',
          key: sampleKey(1),
          label: 'rsws/first/train/s1',
          outputs: [
            { name: 'a.txt', stored: sha256('one'), found: sha256('two') },
            { name: 'gone.txt', stored: sha256('x'), found: null },
            { name: 'new.txt', stored: null, found: sha256('y') },
          ],
        },
      ],
    });
    expect(store.findRecord(sampleKey(1))).toEqual(first);
  });

  it('a forgotten record makes room for another result', () => {
    const store = make(temporaryFolder());
    publishSample(store, 1, { 'a.txt': 'one' });
    expect(store.forget(sampleKey(1))).toBe(true);
    expect(store.forget(sampleKey(1))).toBe(false);
    publishSample(store, 1, { 'a.txt': 'two' });
    expect(store.findRecord(sampleKey(1))?.outputs['a.txt']?.digest).toBe(sha256('two'));
  });
}

/** A forger who knows how the digest is made. */
function reseal(text: string): string {
  const { digest: _, ...fields } = JSON.parse(text);
  return canonicalJson({ ...fields, digest: canonicalDigest(fields) });
}

function describeLookUp(make: MakeStore): void {
  it('a key that nobody computed is absent', () => {
    expect(make(temporaryFolder()).findRecord(sampleKey(1))).toBeUndefined();
  });

  it('a record that another store object wrote is seen at once', () => {
    const folder = temporaryFolder();
    const reader = make(folder);
    expect(reader.findRecord(sampleKey(1))).toBeUndefined();
    const record = publishSample(make(folder), 1);
    expect(reader.findRecord(sampleKey(1))).toEqual(record);
  });

  it('all records come in the order of their keys', () => {
    const store = make(temporaryFolder());
    for (const seed of [1, 2, 3, 4]) publishSample(store, seed);
    expect([...store.records()].map(({ key }) => key)).toEqual([1, 2, 3, 4].map(sampleKey).sort());
  });

  it.each([
    ['is not JSON', (text: string) => text.slice(0, 100), 'is not valid JSON'],
    ['is empty', () => '', 'is not valid JSON'],
    ['is not an object', () => '[]', 'is malformed: record: expected object, found []'],
    [
      'lacks a field',
      (text: string) => text.replace('"commit"', '"comit"'),
      'is malformed: record /commit: expected required property, found nothing',
    ],
    [
      'has other parameters than its key says',
      (text: string) => reseal(text.replace('"epochs":2', '"epochs":3')),
      'has material that does not hash to its key',
    ],
    [
      'holds a number without canonical form',
      (text: string) => text.replace('"epochs":2', '"epochs":-0'),
      'has a digest that its content does not hash to',
    ],
    [
      'names other outputs than its artifact id says',
      (text: string) => reseal(text.replace(sha256('{"seed":1}'), sha256('forged'))),
      'has an artifact id that its content does not hash to',
    ],
    [
      'was copied under another key',
      (text: string) => text.replace(`"key":"${sampleKey(1)}"`, `"key":"${sampleKey(2)}"`),
      `names the key ${sampleKey(2)}`,
    ],
  ])('a record that %s is quarantined, reported and absent', (_, damage, detail) => {
    const folder = temporaryFolder();
    publishSample(make(folder), 1);
    const path = recordPath(layoutOf(folder), sampleKey(1));
    const damaged = damage(readFileSync(path, 'utf8'));
    chmodSync(path, 0o644);
    writeFileSync(path, damaged);
    const reported: unknown[] = [];
    const store = make(folder, { onQuarantine: (problem) => reported.push(problem) });
    expect(store.findRecord(sampleKey(1))).toBeUndefined();
    const [name] = readdirSync(join(folder, 'quarantine'));
    const quarantinedTo = join(folder, 'quarantine', String(name));
    expect(reported).toEqual([{ reason: 'record-invalid', path, detail, quarantinedTo }]);
    expect(readFileSync(quarantinedTo, 'utf8')).toBe(damaged);
    expect(store.claim(sampleKey(1)).outcome).toBe('claimed');
  });
}

function describeObjects(make: MakeStore): void {
  const damaged = (folder: string, store: Store) => {
    const record = publishSample(store, 1, { 'a.txt': 'good' });
    const path = objectPath(layoutOf(folder), sha256('good'));
    chmodSync(path, 0o644);
    writeFileSync(path, 'evil');
    return { record, path };
  };

  it('an object whose bytes changed is quarantined when it is read', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    const { path } = damaged(folder, store);
    expect(store.readObject(sha256('good'))).toMatchObject({
      ok: false,
      failures: [{ reason: 'object-corrupt', digest: sha256('good'), found: sha256('evil') }],
    });
    expect(existsSync(path)).toBe(false);
    expect(store.readObject(sha256('good'))).toEqual({
      ok: false,
      failures: [{ reason: 'object-missing', digest: sha256('good') }],
    });
  });

  it('a worker is never handed the path of an object whose bytes changed', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    damaged(folder, store);
    expect(store.verifiedPath(sha256('good')).ok).toBe(false);
  });

  it('changed bytes of the same size pass the check of presence, not that of digests', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    const { record } = damaged(folder, store);
    expect(store.checkOutputs(record, { verify: 'presence' })).toEqual([]);
    expect(store.checkOutputs(record, { verify: 'digest' })).toMatchObject([
      { reason: 'object-corrupt', use: { key: record.key, label: record.label, output: 'a.txt' } },
    ]);
  });

  it('a truncated object does not pass the check of presence', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    const { record, path } = damaged(folder, store);
    writeFileSync(path, '');
    expect(store.checkOutputs(record, { verify: 'presence' })).toMatchObject([{ reason: 'object-corrupt' }]);
  });

  it('a record whose object is gone is no hit, and computing it again brings the object back', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    const { record, path } = damaged(folder, store);
    unlinkSync(path);
    expect(publishSample(store, 1, { 'a.txt': 'good' })).toEqual(record);
    expect(store.readObject(sha256('good')).ok).toBe(true);
  });

  it('a bad object that is published again is replaced', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    damaged(folder, store);
    publishSample(store, 2, { 'b.txt': 'good' });
    expect(store.readObject(sha256('good')).ok).toBe(true);
    expect(readdirSync(join(folder, 'quarantine'))).toHaveLength(1);
  });

  it('bytes that belong to no job are stored under their digest', () => {
    const folder = temporaryFolder();
    const store = make(folder);
    expect(store.putObject('patch')).toEqual({ ok: true, value: sha256('patch') });
    expect(store.putObject('patch')).toEqual({ ok: true, value: sha256('patch') });
    expect(store.readObject(sha256('patch')).ok).toBe(true);
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    expect(readdirSync(join(folder, 'locks'))).toEqual([]);
  });
}

function describeClaims(make: MakeStore): void {
  it('a finished job is a hit', () => {
    const store = make(temporaryFolder());
    const record = publishSample(store, 1);
    expect(store.claim(sampleKey(1))).toEqual({ outcome: 'hit', record });
  });

  it('only one of two store objects gets the claim', () => {
    const folder = temporaryFolder();
    const claim = expectClaim(make(folder, { now: () => '2026-01-02T03:04:05.000Z' }), sampleKey(1));
    expect(make(folder).claim(sampleKey(1))).toMatchObject({
      outcome: 'held',
      heldBy: { pid: process.pid, startedAt: '2026-01-02T03:04:05.000Z' },
    });
    claim.release();
    expect(make(folder).claim(sampleKey(1)).outcome).toBe('claimed');
  });

  it('jobs with other keys are claimed side by side, each with its own folder', () => {
    const store = make(temporaryFolder());
    const one = expectClaim(store, sampleKey(1));
    const two = expectClaim(store, sampleKey(2));
    expect(one.stagingFolder).not.toBe(two.stagingFolder);
    one.release();
    two.release();
  });

  it('a released claim leaves no lock and no folder, and may be released again', () => {
    const folder = temporaryFolder();
    const claim = expectClaim(make(folder), sampleKey(1));
    writeFileSync(join(claim.stagingFolder, 'half.bin'), 'half');
    claim.release();
    claim.release();
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    expect(readdirSync(join(folder, 'locks'))).toEqual([]);
    expect(() => claim.publish(sampleDetails(1))).toThrow(
      new Error('Internal error: a claim was published after its release'),
    );
  });
}
