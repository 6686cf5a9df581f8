import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../../schemas/engine.ts';
import { bundle, freshNative, noCompiler } from './support/build.ts';
import { golden } from './support/golden-training.ts';

let program = '';
let native: string | undefined;
beforeAll(async () => {
  program = await bundle('train-small.ts');
  native = await freshNative();
});

describe('training on the wasm engine gives the same bytes', () => {
  it('the digest belongs to the present version of the engine', () => {
    expect(golden.version).toBe(engines.wasm.version);
  });

  it('by the kernels in WebAssembly alone', () => {
    const env = { ...process.env, REPRISE_NATIVE: 'off' };
    const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', env });
    expect({ stdout, stderr }).toEqual({ stdout: golden.digest, stderr: '' });
  });

  it('by native kernels', ({ skip }) => {
    skip(native === undefined, noCompiler);
    const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: golden.digest, stderr: '' });
  });

  it.for(['--liftoff-only', '--no-liftoff', '--no-enable-avx', '--no-enable-avx2', '--no-enable-sse4-2'])(
    'in a fresh process with %s',
    (flag, { skip }) => {
      const env = { ...process.env, REPRISE_NATIVE: 'off' };
      const { status, stdout, stderr } = spawnSync(process.execPath, [flag, program], {
        encoding: 'utf8',
        env,
      });
      const unknown = status === 9 && stderr.includes('bad option');
      skip(unknown, `this Node does not know ${flag}`);
      expect(stderr).toBe('');
      expect(stdout).toBe(golden.digest);
    },
  );

  // Paths of other versions of Node.js, as scripts/other-nodes.mjs prints them.
  const others = (process.env['REPRISE_OTHER_NODES'] ?? '').split(':').filter((path) => path !== '');
  it('under other versions of Node.js, by native kernels and without', ({ skip }) => {
    skip(
      others.length === 0,
      'needs their paths in REPRISE_OTHER_NODES; scripts/other-nodes.mjs prints them',
    );
    for (const node of others)
      for (const choice of native === undefined ? ['off'] : ['off', 'on']) {
        const env = { ...process.env, REPRISE_NATIVE: choice };
        const { stdout, stderr } = spawnSync(node, [program], { encoding: 'utf8', env });
        expect({ node, choice, stdout, stderr }).toEqual({ node, choice, stdout: golden.digest, stderr: '' });
      }
  });
});
