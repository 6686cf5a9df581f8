// The state that a folder is in at some moment, kept so that it can be made again: what a process that is killed at
// that moment leaves behind. Contents are kept once, however many states hold them.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';

// Taken now: a process that counts its writes replaces them later.
const { lstatSync, readdirSync, readFileSync, readlinkSync, existsSync } = fs;
const { writeFileSync, mkdirSync, symlinkSync, chmodSync, utimesSync, lutimesSync, rmSync } = fs;

/** File name in the pool of the content of a file that has not been touched since it was last read. */
const known = new Map();

/**
 * Keeps the state of `root`. Files that vanish meanwhile, by the hand of another process, are left out.
 * @param {string} root
 * @param {string} pool folder of kept states
 * @param {string | number} name of the state
 */
export function keepState(root, pool, name) {
  mkdirSync(join(pool, 'contents'), { recursive: true });
  const entries = [];
  collect(root, '', pool, entries);
  writeFileSync(join(pool, `${name}.json`), JSON.stringify(entries));
}

/**
 * Digest of a kept state: paths, modes, contents and times. Equal digests, equal states.
 * @param {string} pool
 * @param {string | number} name
 * @param {RegExp} [ignored] paths from the root that cannot matter
 */
export function stateDigest(pool, name, ignored) {
  const entries = JSON.parse(readFileSync(join(pool, `${name}.json`), 'utf8'));
  return sha256(JSON.stringify(entries.filter(({ path }) => ignored?.test(path) !== true)));
}

/**
 * Brings `root` back into a kept state.
 * @param {string} root
 * @param {string} pool
 * @param {string | number} name
 */
export function restoreState(root, pool, name) {
  rmSync(root, { recursive: true, force: true });
  const entries = JSON.parse(readFileSync(join(pool, `${name}.json`), 'utf8'));
  for (const { path, mode, kind, content } of entries) {
    const file = join(root, path);
    if (kind === 'folder') mkdirSync(file, { recursive: true });
    else if (kind === 'link') symlinkSync(content, file);
    else writeFileSync(file, readFileSync(join(pool, 'contents', content)), { mode });
  }
  // From the inside out, since what is made in a folder changes its time.
  for (const { path, mode, kind, time } of entries.reverse()) {
    const file = join(root, path);
    if (kind !== 'link') chmodSync(file, mode);
    (kind === 'link' ? lutimesSync : utimesSync)(file, time, time);
  }
}

function collect(root, path, pool, entries) {
  const file = join(root, path);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return;
  const entry = { path, mode: stat.mode & 0o7777, time: stat.mtimeMs / 1000 };
  try {
    if (stat.isSymbolicLink()) entries.push({ ...entry, kind: 'link', content: readlinkSync(file) });
    else if (stat.isFile()) entries.push({ ...entry, kind: 'file', content: contentOf(file, stat, pool) });
    else if (stat.isDirectory()) {
      const names = readdirSync(file).sort();
      entries.push({ ...entry, kind: 'folder' });
      for (const name of names) collect(root, join(path, name), pool, entries);
    }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function contentOf(file, { ino, size, mtimeMs, ctimeMs }, pool) {
  const identity = [ino, size, mtimeMs, ctimeMs].join(' ');
  const before = known.get(file);
  if (before?.identity === identity) return before.content;
  const bytes = readFileSync(file);
  const content = sha256(bytes);
  const kept = join(pool, 'contents', content);
  if (!existsSync(kept)) writeFileSync(kept, bytes);
  known.set(file, { identity, content });
  return content;
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
