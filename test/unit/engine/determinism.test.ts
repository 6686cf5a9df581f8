import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../../schemas/engine.ts';
import { bundle, freshNative, noCompiler } from './support/build.ts';

/**
 * The digest of 60 training steps: losses and final weights. A change here means that kernels give other bits, so
 * that `engines.wasm.version` must rise with it.
 */
const golden = { version: 1, digest: 'f1d331ae1bada21c5bba13f8a53bf77baaffcf3d3ebb0f012e910c95021613dd' };

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
  it('under other versions of Node.js', ({ skip }) => {
    skip(
      others.length === 0,
      'needs their paths in REPRISE_OTHER_NODES; scripts/other-nodes.mjs prints them',
    );
    for (const node of others) {
      const { stdout, stderr } = spawnSync(node, [program], { encoding: 'utf8' });
      expect({ node, stdout, stderr }).toEqual({ node, stdout: golden.digest, stderr: '' });
    }
  });
});
