/** The package tfjs-node: its JavaScript and the sources of its addon. */
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { call } from './tools.mjs';
import { tfjs } from './versions.mjs';

const name = '@tensorflow/tfjs-node';

/** @returns the folder of the package */
export function installAddonSources(folder) {
  const home = join(folder, 'node_modules', name);
  if (existsSync(join(home, 'binding'))) return home;
  // Without a description of its own npm would install into a folder above.
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true })}\n`);
  console.log(`installing ${name}@${tfjs} without its install script`);
  call(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', `${name}@${tfjs}`],
    folder,
  );
  return home;
}

/** Lets the project find the package: its own packages are resolved from where it really lies. @returns the link */
export function linkInto(root, home) {
  const link = join(root, 'node_modules', name);
  const old = lstatSync(link, { throwIfNoEntry: false });
  if (old !== undefined && !old.isSymbolicLink())
    throw new Error(`expected no ${link}, found a package that was installed there; remove it, or use it`);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(home, link);
  return link;
}
