/** The zip file: one form for one content, so that whatever departs from it is found and named. */
import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { examineContainer } from '../../../runner/archive/container-damage.ts';
import { archivedBytes } from '../../../runner/archive/content.ts';
import { openArchive } from '../../../runner/archive/open-archive.ts';
import { writeArchive } from '../../../runner/archive/write-archive.ts';
import {
  centralHeader,
  endRecords,
  layOut,
  localHeader,
  type ZipEntry,
} from '../../../runner/archive/zip-format.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const contents = { 'a.txt': 'first', 'b/empty': '', 'b/ünicode.json': '{"b":2}' };

function archiveOf(files: Readonly<Record<string, string>> | readonly (readonly [string, string])[]): string {
  const file = join(temporaryFolder(), 'x.zip');
  const pairs = Array.isArray(files) ? files : Object.entries(files);
  writeArchive(
    file,
    pairs.map(([path, text]) => archivedBytes(path, text)),
  );
  return file;
}

/** What `openArchive` says is wrong; empty for a whole archive. */
function damageOf(file: string): readonly string[] {
  const opened = openArchive(file);
  if (!opened.ok) return opened.failures.map(({ entry, text }) => `${entry ?? '(file)'}: ${text}`);
  opened.value.close();
  return [];
}

function changed(change: (bytes: Buffer) => Buffer): readonly string[] {
  const file = archiveOf(contents);
  writeFileSync(file, change(readFileSync(file)));
  return damageOf(file);
}

/** Files of sizes that no test has room for: headers where they belong, zeros between. */
function pretended(entries: readonly ZipEntry[]) {
  const layout = layOut(entries);
  const pieces = layout.entries.map((entry) => [entry.header, localHeader(entry)] as const);
  const tail = Buffer.concat([...layout.entries.map(centralHeader), endRecords(layout)]);
  const all = [...pieces, [layout.directory, tail] as const];
  const read = (offset: number, bytes: number): Buffer => {
    const result = Buffer.alloc(Math.max(0, Math.min(bytes, layout.bytes - offset)));
    const piece = all.findLast(([at]) => at <= offset);
    if (piece !== undefined) piece[1].copy(result, 0, offset - piece[0]);
    return result;
  };
  return { read, bytes: layout.bytes };
}

describe('a container', () => {
  test('is the same bytes for the same content in any order, and other tools read it', async ({ skip }) => {
    const [file, other] = [archiveOf(contents), archiveOf(Object.entries(contents).reverse())];
    expect(readFileSync(file).equals(readFileSync(other))).toBe(true);
    expect(damageOf(file)).toEqual([]);
    const unzip = await execa('unzip', ['-p', file, 'b/ünicode.json'], { reject: false });
    skip(unzip.exitCode === undefined, 'unzip is not installed');
    expect(unzip.stdout).toBe('{"b":2}');
    expect((await execa('unzip', ['-tq', file])).stdout).toContain('No errors detected');
  });

  test('a flipped bit in any byte is found, and the entry that it is in is named', () => {
    const file = archiveOf(contents);
    const whole = readFileSync(file);
    const layout = layOut(
      Object.entries(contents).map(([path, text]) => {
        const { bytes, crc32 } = archivedBytes(path, text);
        return { name: path, bytes, crc32 };
      }),
    );
    const owners: (string | null)[] = [];
    for (const entry of layout.entries)
      owners.push(...Array(localHeader(entry).length + entry.bytes).fill(entry.name));
    for (const entry of layout.entries) owners.push(...Array(centralHeader(entry).length).fill(entry.name));
    while (owners.length < whole.length) owners.push('(file)');
    const missed: string[] = [];
    const open = openSync(file, 'r+');
    whole.forEach((byte, at) => {
      writeSync(open, Buffer.from([byte ^ (1 << (at % 8))]), 0, 1, at);
      const said = damageOf(file).join('\n');
      if (!said.includes(owners[at] ?? '(none)')) missed.push(`byte ${at} of ${owners[at]}: ${said}`);
      writeSync(open, Buffer.from([byte]), 0, 1, at);
    });
    closeSync(open);
    expect(missed).toEqual([]);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -1), /no zip file|record at the end/],
    ['without its beginning', (bytes: Buffer) => bytes.subarray(5), /no zip file|header before its bytes/],
    ['with bytes behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), /1 bytes more/],
    [
      'with bytes before it',
      (bytes: Buffer) => Buffer.concat([Buffer.from('x'), bytes]),
      /header before its bytes|no zip/,
    ],
    ['empty', () => Buffer.alloc(0), /no zip file/],
    ['a text', () => Buffer.from('x'.repeat(1000)), /no zip file/],
    ['twice in one file', (bytes: Buffer) => Buffer.concat([bytes, bytes]), /more than its entries|header/],
  ])('%s is refused', (_, change, expected) => {
    expect(changed(change).join('\n')).toMatch(expected);
  });

  /** Sets a field of the first entry in both headers. */
  const inBoth = (local: number, central: number, value: number) => (bytes: Buffer) => {
    bytes.writeUInt16LE(value, local);
    bytes.writeUInt16LE(value, bytes.indexOf('PK\x01\x02') + central);
    return bytes;
  };

  test.each([
    [
      'compressed',
      inBoth(8, 10, 8),
      'a.txt: is compressed (method 8), where an archive stores its files as they are',
    ],
    ['encrypted', inBoth(6, 8, 0x0801), 'a.txt: is encrypted'],
    ['a link', inBoth(10, 40, 0o120777), 'a.txt: is a link, where an archive has files alone'],
  ])('an entry that is %s is refused in words', (_, change, expected) => {
    expect(changed(change)).toContain(expected);
  });

  test.each([
    ['../evil', 'has a name that leads out of the archive'],
    ['/etc/passwd', 'has a name that leads out of the archive'],
    ['C:\\evil', 'has a name that leads out of the archive'],
    ['a/../../b', 'has a name that leads out of the archive'],
    ['folder/', 'is a folder, where an archive has files alone'],
  ])('the name %s is refused', (name, text) => {
    expect(
      damageOf(
        archiveOf([
          ['z', ''],
          [name, ''],
        ]),
      ),
    ).toEqual([`${name}: ${text}`]);
  });

  test('two entries of one name are refused', () => {
    expect(
      damageOf(
        archiveOf([
          ['a', '1'],
          ['a', '2'],
        ]),
      ),
    ).toEqual(['a: stands there twice']);
  });

  test('a folder in its place is told from a file', () => {
    expect(damageOf(temporaryFolder())).toEqual(['(file): is a folder, where a file was expected']);
  });

  test('sizes beyond 32 bits and more than 65535 entries are laid out and read back', () => {
    const large = pretended([
      { name: 'a', bytes: 5 * 2 ** 30, crc32: 1 },
      { name: 'b', bytes: 7, crc32: 2 },
      { name: 'c', bytes: 2 ** 33, crc32: 3 },
    ]);
    const whole = examineContainer(large.read, large.bytes);
    expect(whole.isWhole && whole.layout.entries.map(({ name, bytes, data }) => [name, bytes, data])).toEqual(
      [
        ['a', 5368709120, 51],
        ['b', 7, 5368709202],
        ['c', 8589934592, 5368709260],
      ],
    );
    const layout = layOut(
      Array.from({ length: 70_000 }, (_, i) => ({ name: String(i).padStart(6, '0'), bytes: 0, crc32: 0 })),
    );
    const many = Buffer.concat([
      ...layout.entries.map(localHeader),
      ...layout.entries.map(centralHeader),
      endRecords(layout),
    ]);
    const container = examineContainer((at, bytes) => many.subarray(at, at + bytes), many.length);
    expect(container.isWhole && container.layout.entries.length).toBe(70_000);
  });

  test('Python reads the 64-bit fields as they are meant', async ({ skip }) => {
    const { exitCode } = await execa('python3', ['-c', 'import zipfile'], { reject: false });
    skip(exitCode !== 0, 'python3 is not installed');
    const entries = [
      { name: 'a', bytes: 2 ** 32 + 5, crc32: 0 },
      { name: 'b', bytes: 3, crc32: 0 },
    ];
    const layout = layOut(entries);
    const file = join(temporaryFolder(), 'sparse.zip');
    writeFileSync(file, '');
    truncateSync(file, layout.bytes);
    const out = openSync(file, 'r+');
    for (const entry of layout.entries) writeSync(out, localHeader(entry), 0, undefined, entry.header);
    writeSync(
      out,
      Buffer.concat([...layout.entries.map(centralHeader), endRecords(layout)]),
      0,
      undefined,
      layout.directory,
    );
    closeSync(out);
    const script =
      'import sys,zipfile; print([(i.filename,i.file_size,i.header_offset) for i in zipfile.ZipFile(sys.argv[1]).infolist()])';
    const { stdout } = await execa('python3', ['-c', script, file]);
    expect(stdout).toBe("[('a', 4294967301, 0), ('b', 3, 4294967352)]");
  });
});
