/** Manifests in a temporary folder, made from one that has no problem. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'reprise-manifest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The good manifest with some lines replaced. */
export function manifestText(...replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync('test/fixtures/manifests/good/small.yaml', 'utf8');
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`Internal error: small.yaml does not contain ${from}`);
    text = text.replace(from, to);
  }
  return text;
}

let written = 0;

/** The path of a new file with this text. */
export function writeManifest(text: string = manifestText()): string {
  written += 1;
  return writeFiles({ [`m${written}.yaml`]: text })(`m${written}.yaml`);
}

/** Writes files, and gives the function from their names to their paths; of the empty name, to the folder. */
export function writeFiles(files: Readonly<Record<string, string>>, below = ''): (name: string) => string {
  const root = join(folder, below);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return (name) => join(root, name);
}
