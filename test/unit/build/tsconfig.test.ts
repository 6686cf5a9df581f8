/** No key names a tsconfig.json, so no build may read one. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readBuildOptions } from '../../../runner/build/build-options.ts';
import { bundleRunner } from '../../../runner/build/bundle-runner.ts';
import { bundleWorker } from '../../../runner/build/bundle-worker.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const { worker } = readBuildOptions('.');

/** What tells by the bundle whether a tsconfig.json was read: a path that it maps, and a field that it drops. */
const program = "import { x } from 'q';\nexport class A { y; }\nconsole.log(x);\n";
const wasm = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
const sources: Readonly<Record<string, string>> = {
  'experiments/worker.ts': program,
  'runner/cli.ts': program,
  'architectures/main.ts': program,
  'runner/other.ts': "export const x = 'mapped';\n",
  'node_modules/q/package.json': '{ "name": "q", "main": "index.js" }',
  'node_modules/q/index.js': "export const x = 'package';\n",
  [wasm]: '',
  'kernels.wasm': '',
};

async function bundlesOf(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const outdir = join(root, 'out');
  await bundleRunner(root, outdir, worker.tsconfigRaw);
  await bundleWorker(root, outdir, worker, join(root, 'kernels.wasm'));
  const names = readdirSync(outdir).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}

test.each(['', 'runner/', 'experiments/'])(
  'a tsconfig.json in the folder %j changes no bundle',
  async (folder) => {
    const plain = await bundlesOf(sources);
    expect(Object.keys(plain).sort()).toEqual(['cli.js', 'query.js', 'worker.js']);
    for (const text of Object.values(plain)) expect(text).toContain('package');
    const up = folder === '' ? './' : '../';
    const tsconfig = {
      compilerOptions: {
        paths: { q: [`${up}runner/other.ts`] },
        target: 'es5',
        useDefineForClassFields: false,
      },
    };
    const text = JSON.stringify(tsconfig);
    expect(await bundlesOf({ ...sources, [`${folder}tsconfig.json`]: text })).toEqual(plain);
  },
);
