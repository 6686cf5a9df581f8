/** What an archive claims to hold, read back: each part by its own format, whatever is wrong named by its path. */
import { canonicalDigest } from '../../schemas/canonical.ts';
import { isSha256, toJobKey } from '../../schemas/ids.ts';
import type { Lock } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { algorithmOf, blobId } from '../build/sources.ts';
import { parseLock } from '../lock/lock-file.ts';
import { lockProblemText } from '../lock/lock-problem.ts';
import { parseRecord } from '../store/record-file.ts';
import { type Finding, wrong } from './finding.ts';
import { lockFile, manifestFile, recordPath, sourcePath } from './layout.ts';
import { lockedSourceIds } from './locked-sources.ts';
import type { OpenArchive } from './open-archive.ts';
import type { RunContent } from './run-content.ts';

export interface ReadContent {
  /** Undefined where lock or manifest are too wrong to go on. */
  readonly content: RunContent | undefined;
  readonly findings: readonly Finding[];
}

/** @param id and @param path as the statement says; the rest of the archive must agree. */
export function readContent(archive: OpenArchive, id: string, path: string): ReadContent {
  const lock = readLock(archive, id);
  if (!('lock' in lock)) return { content: undefined, findings: [lock.finding] };
  const [[profile, locked] = []] = Object.entries(lock.lock.profiles);
  if (profile === undefined || locked === undefined || Object.keys(lock.lock.profiles).length > 1) {
    return { content: undefined, findings: [wrong(lockFile, 'expected one profile, found another number')] };
  }
  const manifest = readManifest(archive, locked.manifest);
  const { records, findings } = readRecords(archive);
  const sources = new Map<string, Buffer>();
  for (const [name, blob] of Object.entries(lockedSourceIds(locked))) {
    const content = archive.read(sourcePath(name));
    if (content !== undefined && blobId(content, algorithmOf(blob)) === blob) sources.set(name, content);
    else
      findings.push(
        wrong(
          sourcePath(name),
          `expected the file that git calls ${blob}, found ${content === undefined ? 'none' : 'another'}`,
        ),
      );
  }
  if (!('manifest' in manifest)) return { content: undefined, findings: [...findings, manifest.finding] };
  const parts = { id, profile, lock: lock.lock, locked, manifest: manifest.manifest, manifestPath: path };
  return { content: { ...parts, records, sources }, findings };
}

function readLock(archive: OpenArchive, id: string): { readonly lock: Lock } | { readonly finding: Finding } {
  const lock = parseLock(archive.text(lockFile) ?? '', lockFile, id);
  if (lock.ok) return { lock: lock.value };
  const [text = ''] = lock.failures.map(lockProblemText).join('; ').replace(`${lockFile}: `, '').split('\n');
  return { finding: wrong(lockFile, text) };
}

function readManifest(
  archive: OpenArchive,
  digest: string,
): { readonly manifest: ResolvedManifest } | { readonly finding: Finding } {
  const found = wrong(
    manifestFile,
    `expected the manifest of digest ${digest}, as the lock has it, found another`,
  );
  try {
    const value: unknown = JSON.parse(archive.text(manifestFile) ?? '');
    // What hashes to the locked digest has the shape that was locked.
    return canonicalDigest(value) === digest ? { manifest: value as ResolvedManifest } : { finding: found };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { finding: found };
    throw error;
  }
}

/** Every key is computed again from its material, every id from what it names. */
function readRecords(archive: OpenArchive): { readonly records: JobRecord[]; readonly findings: Finding[] } {
  const records: JobRecord[] = [];
  const findings: Finding[] = [];
  for (const path of archive.paths.filter((each) => each.startsWith('records/'))) {
    const key = /([^/]*)\.json$/.exec(path)?.[1] ?? '';
    if (!isSha256(key) || recordPath(toJobKey(key)) !== path) {
      findings.push(wrong(path, 'expected a record under its key, found another name'));
      continue;
    }
    const parsed = parseRecord(archive.text(path) ?? '', toJobKey(key));
    if ('record' in parsed) records.push(parsed.record);
    else findings.push(wrong(path, 'wrong' in parsed ? parsed.wrong : 'is of an older version'));
  }
  return { records, findings };
}
