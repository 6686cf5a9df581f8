/**
 * Whether a zip file is, byte for byte, the one that its contents make, and if not, where not. Whatever a zip file could
 * hide (a second file of one name, bytes between entries, a comment, other facts in the directory than before the
 * entry, a compressed bomb) departs from that form, so nothing of it needs a rule of its own; what people meet is named.
 */

import { type DirectoryEntry, type ReadAt, walkDirectory, walkEntries } from './walk-zip.ts';
import {
  centralHeader,
  endRecords,
  layOut,
  localHeader,
  type ZipEntry,
  type ZipLayout,
} from './zip-format.ts';

export interface Damage {
  /** Name of the entry that it concerns; null for the end of the file, or the whole. */
  readonly entry: string | null;
  /** As a clause after the name. */
  readonly text: string;
}

export type Container =
  | { readonly isWhole: true; readonly layout: ZipLayout }
  | { readonly isWhole: false; readonly damage: readonly Damage[] };

/** The headers only; the bytes of the entries are held against their checksums by whoever reads them. */
export function examineContainer(read: ReadAt, fileBytes: number): Container {
  const directory = walkDirectory(read, fileBytes);
  const walked = walkEntries(read, fileBytes);
  const renamed = otherNames(walked ?? [], directory ?? []);
  if (renamed.length > 0) return { isWhole: false, damage: renamed };
  const foreign = directory === undefined ? [] : foreignEntries(directory);
  if (foreign.length > 0) return { isWhole: false, damage: foreign };
  const found = [directory, walked].flatMap((entries) =>
    entries === undefined || entries.length === 0 ? [] : [examineAs(entries, read, fileBytes)],
  );
  // Where the two places tell different stories, the one that leaves least unexplained is believed.
  const best = found.reduce<Examined | undefined>(
    (least, each) => (least === undefined || each.damage.length < least.damage.length ? each : least),
    undefined,
  );
  if (best === undefined) {
    const text = 'is no zip file, or one of which the beginning or the end is missing';
    return { isWhole: false, damage: [{ entry: null, text }] };
  }
  return best.damage.length === 0
    ? { isWhole: true, layout: best.layout }
    : { isWhole: false, damage: best.damage };
}

/** Entries that the two places call differently, where they agree on how many there are. */
const otherNames = (walked: readonly ZipEntry[], directory: readonly ZipEntry[]): readonly Damage[] =>
  walked.length !== directory.length
    ? []
    : walked.flatMap(({ name }, i) => {
        const other = directory[i]?.name ?? name;
        return other === name ? [] : [{ entry: name, text: `is called ${other} in the directory` }];
      });

interface Examined {
  readonly layout: ZipLayout;
  readonly damage: readonly Damage[];
}

function examineAs(entries: readonly ZipEntry[], read: ReadAt, fileBytes: number): Examined {
  const layout = layOut(entries.map(({ name, bytes, crc32 }) => ({ name, bytes, crc32 })));
  const damage: Damage[] = [];
  const expect = (entry: string | null, part: string, at: number, expected: Buffer): void => {
    const found = read(at, expected.length);
    if (found.equals(expected)) return;
    const first = expected.findIndex((byte, i) => byte !== found[i]);
    damage.push({ entry, text: `${part} is not what it must be, first at byte ${at + first} of the file` });
  };
  for (const entry of layout.entries)
    expect(entry.name, 'the header before its bytes', entry.header, localHeader(entry));
  let at = layout.directory;
  for (const entry of layout.entries) {
    const header = centralHeader(entry);
    expect(entry.name, 'its header in the directory', at, header);
    at += header.length;
  }
  expect(null, 'the record at the end of the file', layout.end, endRecords(layout));
  if (fileBytes > layout.bytes) {
    damage.push({
      entry: null,
      text: `has ${fileBytes - layout.bytes} bytes more than its entries account for`,
    });
  }
  layout.entries.forEach(({ name }, i) => {
    const before = layout.entries[i - 1]?.name;
    if (before !== undefined && before >= name) {
      damage.push({ entry: name, text: `stands behind ${before}, where names must ascend` });
    }
  });
  return { layout, damage };
}

const isLink = (mode: number): boolean => (mode & 0o170000) === 0o120000;

/** What a zip file of another maker has, in words that say what to do about it. */
function foreignEntries(entries: readonly DirectoryEntry[]): readonly Damage[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name, flags, method, mode }) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    const text = foreignText({ name, flags, method, mode, isRepeated });
    return text === undefined ? [] : [{ entry: name, text }];
  });
}

function foreignText(entry: Omit<DirectoryEntry, 'bytes' | 'crc32'> & { readonly isRepeated: boolean }) {
  if (leadsOut(entry.name)) return 'has a name that leads out of the archive';
  if (entry.isRepeated) return 'stands there twice';
  if (entry.name.endsWith('/')) return 'is a folder, where an archive has files alone';
  if (isLink(entry.mode)) return 'is a link, where an archive has files alone';
  if ((entry.flags & 1) !== 0) return 'is encrypted';
  return entry.method === 0
    ? undefined
    : `is compressed (method ${entry.method}), where an archive stores its files as they are`;
}

const leadsOut = (name: string): boolean =>
  name === '' || /[\\\0]|^[A-Za-z]:/.test(name) || name.startsWith('/') || name.split('/').includes('..');
