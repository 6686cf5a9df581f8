/** `reprise export`, `verify` and `import` through the real command line; one small run serves all. */
import { generateKeyPairSync } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { type ArchivedFile, archivedBytes } from '../../runner/archive/content.ts';
import { crateOf, crateText } from '../../runner/archive/crate.ts';
import { subjectsOf } from '../../runner/archive/export-run.ts';
import { crateFile, isAttestation } from '../../runner/archive/layout.ts';
import { type OpenArchive, openArchive } from '../../runner/archive/open-archive.ts';
import { runStatement, statementText } from '../../runner/archive/run-statement.ts';
import { verifyArchive } from '../../runner/archive/verify-archive.ts';
import { writeArchive } from '../../runner/archive/write-archive.ts';
import { layOut } from '../../runner/archive/zip-format.ts';
import { TestProject } from '../util/project.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reprise-archives-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

async function exported() {
  const project = await TestProject.create();
  await project.cli('run', 'small');
  await project.commit('lock');
  for (const name of ['key', 'other']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(at(`${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(at(`${name}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const all = await project.cli(
    'export',
    'small',
    '--artifacts',
    'all',
    '--key',
    at('key.pem'),
    '-o',
    at('all.zip'),
  );
  return { project, all };
}

function opened(file: string): OpenArchive {
  const archive = openArchive(file);
  if (!archive.ok) throw new Error(JSON.stringify(archive.failures));
  return archive.value;
}

const filesOf = (archive: OpenArchive): ArchivedFile[] =>
  archive.paths.map((path) => archivedBytes(path, archive.read(path) ?? ''));

describe('an archive', () => {
  test('is signed, verified, taken apart by other tools, tampered with, and imported', {
    timeout: 300_000,
  }, async () => {
    const { project, all } = await exported();
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toContain('small (base) of commit');
    const verify = (...args: string[]) => project.cli('verify', ...args);

    // The signer is told, or is said to be open.
    const good = await verify(at('all.zip'), '--key', at('key.pub.pem'));
    expect(good.out).toMatch(
      /16 jobs, 16 records\nsignature: good, by .*key\.pub\.pem \([0-9a-f]{64}\)\ngood$/,
    );
    expect(good.code).toBe(0);
    const unknown = await verify(at('all.zip'));
    expect(unknown.out).toMatch(
      /signature: cannot be told: made with [0-9a-f]{64}, and no key was named that it should be of\ncannot be told$/,
    );
    expect(unknown.code).toBe(1);
    const other = await verify(at('all.zip'), '--key', at('other.pub.pem'));
    expect(other.out).toContain('expected a signature by a key in');
    expect(other.code).toBe(1);

    // The same results are the same bytes; without a key it says so.
    await project.cli('export', 'small', '--artifacts', 'all', '--key', at('key.pem'), '-o', at('again.zip'));
    expect(readFileSync(at('again.zip')).equals(readFileSync(at('all.zip')))).toBe(true);
    const small = await project.cli('export', 'small', '--no-key', '-o', at('small.zip'), '--json');
    expect(JSON.parse(small.out)).toMatchObject({ keyid: null, jobs: 16, rerun: null });
    const unsigned = await verify(at('small.zip'));
    expect(unsigned.out).toContain('weights.bin\nsignature: unsigned: nobody vouches for it\ngood');
    expect(unsigned.code).toBe(0);
    expect((await verify(at('small.zip'), '--key', at('key.pub.pem'))).code).toBe(1);
    expect((await project.cli('export', 'small', '--rerun')).err).toContain(
      'expected a finished rerun of the lock of small (base), found none',
    );

    const archive = opened(at('all.zip'));
    await forge(archive);
    const forged = await verify(at('forged.zip'), '--key', at('key.pub.pem'));
    expect(forged.out).toMatch(/wrong: attestations\/run\.(dsse\.json|pae)/);
    expect(forged.out).toContain(
      'wrong: reports/main.md: expected the report that the lock names, found another',
    );
    expect(forged.code).toBe(1);
    await expectFlipsFound(archive);
    archive.close();

    // A clone without results goes on from it; what is refused leaves nothing.
    rmSync(join(project.root, 'artifacts'), { recursive: true });
    const refused = await project.cli('import', at('forged.zip'), '--key', at('key.pub.pem'));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('error: nothing was imported');
    const part = await project.cli('import', at('small.zip'));
    expect(part.out).toMatch(/left out: random\/first\/\S+, since weights\.bin is not in the archive\n/);
    const whole = await project.cli('import', at('all.zip'), '--key', at('key.pub.pem'));
    expect(whole.out).toMatch(/^\d+ jobs imported, \d+ were there already, 0 left out$/);
    expect(whole.code).toBe(0);
    expect((await project.cli('plan', 'small')).out).toContain('16 from the store, 0 to run');
    expect((await project.cli('fsck')).code).toBe(0);
    expect((await project.cli('import', at('all.zip'), '--no-key')).out).toContain(
      '0 jobs imported, 16 were there already',
    );
  });

  test('signed by ed25519 is verified by openssl', { timeout: 60_000 }, async ({ skip }) => {
    const { stdout: version } = await execa('openssl', ['version'], { reject: false });
    skip(!/^OpenSSL [3-9]/.test(version ?? ''), 'OpenSSL 3 is not installed');
    const archive = opened(at('all.zip'));
    for (const name of ['run.pae', 'run.pae.sig'])
      writeFileSync(at(name), archive.read(`attestations/${name}`) ?? '');
    archive.close();
    const openssl = await execa('openssl', [
      ...['pkeyutl', '-verify', '-pubin', '-inkey', at('key.pub.pem'), '-rawin'],
      ...['-in', at('run.pae'), '-sigfile', at('run.pae.sig')],
    ]);
    expect(openssl.stdout).toContain('Signature Verified Successfully');
  });

  test('signed by SSH is verified by ssh-keygen', { timeout: 120_000 }, async ({ skip }) => {
    const made = await execa(
      'ssh-keygen',
      ['-q', '-t', 'ed25519', '-N', '', '-C', 'reader@example.org', '-f', at('id')],
      { reject: false },
    );
    skip(made.exitCode !== 0, 'ssh-keygen is not installed');
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.git('config', 'gpg.format', 'ssh');
    await project.git('config', 'user.signingkey', at('id'));
    expect((await project.cli('export', 'small', '-o', at('ssh.zip'))).out).toContain('signed by SHA256:');
    expect((await project.cli('verify', at('ssh.zip'), '--key', at('id.pub'))).out).toContain(
      'good, by reader@example.org of',
    );
    writeFileSync(at('signers'), `someone@example.org ${readFileSync(at('id.pub'), 'utf8')}`);
    expect((await project.cli('verify', at('ssh.zip'), '--key', at('signers'))).out).toContain(
      'good, by someone@example.org of',
    );
    const archive = opened(at('ssh.zip'));
    writeFileSync(at('ssh.sig'), archive.read('attestations/run.pae.sig') ?? '');
    const args = [
      '-Y',
      'verify',
      '-f',
      at('signers'),
      '-I',
      'someone@example.org',
      '-n',
      'reprise-archive',
      '-s',
      at('ssh.sig'),
    ];
    const checked = await execa('ssh-keygen', args, { input: archive.read('attestations/run.pae') ?? '' });
    expect(checked.stdout).toContain('Good "reprise-archive" signature for someone@example.org');
    archive.close();
  });
});

/** Another number in a report, and every digest that is not signed made to match. */
async function forge(archive: OpenArchive): Promise<void> {
  const { content } = await verifyArchive(archive, undefined);
  if (content === undefined) throw new Error('expected a good archive');
  const files = filesOf(archive).map((file) =>
    file.path === 'reports/main.md' ? archivedBytes(file.path, `${file.source.toString()}\n`) : file,
  );
  const described = files.filter(({ path }) => path !== crateFile && !isAttestation(path));
  const attestations = files.map(({ path }) => path).filter(isAttestation);
  const crate = archivedBytes(crateFile, crateText(crateOf(content, described, attestations)));
  const statement = runStatement(content, subjectsOf([...described, crate]));
  const made = [crate, archivedBytes('attestations/run.json', statementText(statement))];
  const names = new Set(made.map(({ path }) => path));
  writeArchive(at('forged.zip'), [...files.filter(({ path }) => !names.has(path)), ...made]);
}

/** One bit in each entry and in each of its headers, and at 100 seeded places. */
async function expectFlipsFound(archive: OpenArchive): Promise<void> {
  const layout = layOut(filesOf(archive).map(({ path, bytes, crc32 }) => ({ name: path, bytes, crc32 })));
  const places = layout.entries.flatMap(({ name, header, data, bytes }) => [
    { name, at: header + 14 },
    ...(bytes > 0 ? [{ name, at: data + (bytes >> 1) }] : []),
  ]);
  let state = 1;
  for (let i = 0; i < 100; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const place = state % layout.directory;
    places.push({ name: layout.entries.findLast(({ header }) => header <= place)?.name ?? '', at: place });
  }
  copyFileSync(at('all.zip'), at('flipped.zip'));
  const whole = readFileSync(at('all.zip'));
  const file = openSync(at('flipped.zip'), 'r+');
  const missed = places.filter((place) => {
    const byte = whole[place.at] ?? 0;
    writeSync(file, Buffer.from([byte ^ (1 << (place.at % 8))]), 0, 1, place.at);
    const found = openArchive(at('flipped.zip'));
    writeSync(file, Buffer.from([byte]), 0, 1, place.at);
    if (found.ok) found.value.close();
    return found.ok || !found.failures.some(({ entry, text }) => `${entry} ${text}`.includes(place.name));
  });
  closeSync(file);
  expect(missed).toEqual([]);
}
