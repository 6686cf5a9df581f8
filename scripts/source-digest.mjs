// A digest of the sources that a build is made of, so that a stale build is noticed before it computes anything.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['architectures', 'experiments', 'runner', 'schemas', 'scripts'];
/** Written by the build, from sources that count already. */
const generated = 'runner/manifest/schema-validator.js';
const files = ['package.json', 'package-lock.json'];

/** SHA-256 over path and content of every source below `root`, in code-unit order of the paths. */
export function sourceDigest(root) {
  const hash = createHash('sha256');
  for (const path of [...folders.flatMap((folder) => sourcesIn(root, folder)), ...files].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return path === generated ? [] : [path];
  });
}
