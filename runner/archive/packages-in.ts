/** The packages that a package-lock.json installs, as package URLs with the digests of their archives. */
import type { Dependency } from '../../schemas/attestation.ts';
import { byCodeUnit } from '../../schemas/canonical.ts';

/** Those that are only for development are left out. A text of another form has none. */
export function packagesIn(packageLock: string): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  for (const [path, entry] of Object.entries(packagesOf(packageLock))) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!path.includes('node_modules/') || typeof entry !== 'object' || entry === null) continue;
    const { version, integrity, dev } = entry as Readonly<Record<string, unknown>>;
    if (typeof version !== 'string' || typeof integrity !== 'string' || dev === true) continue;
    const digest = digestOf(integrity);
    const uri = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    if (digest !== undefined) found.set(uri, { uri, digest });
  }
  return [...found.values()].sort((a, b) => byCodeUnit(a.uri ?? '', b.uri ?? ''));
}

function packagesOf(text: string): object {
  try {
    const { packages } = JSON.parse(text);
    return typeof packages === 'object' && packages !== null ? packages : {};
  } catch {
    return {};
  }
}

/** `sha512-<base64>` as npm writes it. */
function digestOf(integrity: string): Readonly<Record<string, string>> | undefined {
  const [, algorithm, base64] = /^(sha\d+)-([A-Za-z0-9+/=]+)(?: |$)/.exec(integrity) ?? [];
  if (algorithm === undefined || base64 === undefined) return undefined;
  return { [algorithm]: Buffer.from(base64, 'base64').toString('hex') };
}
