/** TensorFlow's library and headers, out of a wheel. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { call } from './tools.mjs';
import { wheelName } from './versions.mjs';

const unpack = resolve(import.meta.dirname, 'unpack.py');

/** Whatever Python runs here: nothing of the wheel runs. */
const platform = [
  ...['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--implementation', 'cp'],
  ...['--abi', 'cp311', '--platform', 'manylinux_2_17_x86_64', '--platform', 'manylinux2014_x86_64'],
];

/** Lays headers and libraries where tfjs-node has them. @returns what they are from */
export function unpackLibrary(folder, home, { gpu, version }) {
  const wanted = `${wheelName(gpu)} ${version}`;
  const deps = join(home, 'deps');
  const mark = join(deps, 'origin');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return wanted;
  const wheels = join(folder, 'wheel');
  rmSync(wheels, { recursive: true, force: true });
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(deps, { recursive: true });
  console.log(`downloading the wheel of ${wanted}`);
  call('python3', ['-m', 'pip', 'download', ...platform, '-d', wheels, wanted.replace(' ', '==')], folder);
  const [wheel] = readdirSync(wheels);
  call('python3', [unpack, join(wheels, wheel), deps], folder);
  rmSync(wheels, { recursive: true, force: true });
  writeFileSync(mark, wanted);
  return wanted;
}
