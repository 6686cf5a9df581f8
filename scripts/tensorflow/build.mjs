// Builds what the engine `tensorflow` needs, from the package registries of Node.js and Python alone: TensorFlow's own
// library out of a wheel, and the addon of tfjs-node compiled against it. Nothing runs an install script.
//
//   node scripts/tensorflow/build.mjs --into <folder> [--gpu] [--tensorflow 2.15.1] [--no-link]
//
// What is in the folder already is kept. At the end the project's node_modules gets a link to it, which `npm ci` removes.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installAddonSources, linkInto } from './addon-package.mjs';
import { compileAddon } from './compile-addon.mjs';
import { unpackLibrary } from './library.mjs';
import { missingTool } from './tools.mjs';
import { tryOut } from './try-out.mjs';
import { tensorflow } from './versions.mjs';

const { values: options } = parseArgs({
  options: {
    into: { type: 'string' },
    gpu: { type: 'boolean', default: false },
    tensorflow: { type: 'string', default: tensorflow },
    link: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

function fail(message, help) {
  console.error(`error: ${message}\n  help: ${help}`);
  process.exit(2);
}

if (options.into === undefined)
  fail(
    'expected a folder to build in, found none',
    'npm run tensorflow:build -- --into <folder>; it takes 1 GB, with --gpu 2 GB',
  );
const missing = missingTool(process.platform, process.arch);
if (missing !== undefined) fail(missing.message, missing.help);

const root = resolve(import.meta.dirname, '..', '..');
const folder = resolve(options.into);
mkdirSync(folder, { recursive: true });
try {
  const home = installAddonSources(folder);
  const library = unpackLibrary(folder, home, { gpu: options.gpu, version: options.tensorflow });
  compileAddon(root, home);
  console.log(`tfjs-node ${tryOut(home)}, from ${library}`);
  if (options.link) console.log(`linked as ${linkInto(root, home)}`);
} catch (error) {
  fail(error.message, 'correct what the message names and run the command again; finished parts are kept');
}
