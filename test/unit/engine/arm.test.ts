/**
 * The wasm engine on ARM, under qemu's emulation: 60 steps of training give the digest of every other machine, and the
 * native kernels, compiled for NEON, the bytes of those in WebAssembly. `npm run check:arm` fetches what it needs.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { compileKernels, headersOf, instructionSets, sourcesOf } from '../../../scripts/build/native.mjs';
import { skipAll } from '../../util/skip-all.ts';
import { bundle, freshKernels } from './support/build.ts';
import { golden } from './support/golden-training.ts';

const node = process.env['REPRISE_ARM_NODE'];
const emulators = ['qemu-aarch64-static', 'qemu-aarch64'];
const compiler = 'aarch64-linux-gnu-gcc';
/** Where Debian's compiler for ARM has the libraries that Node.js needs there. */
const libraries = '/usr/aarch64-linux-gnu';
/** Of each kernel; under emulation one takes seconds. */
const shapes = '6';
const limitMs = 600_000;

const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const emulator = node === undefined ? undefined : emulators.find(runs);

const missing = (): string | undefined => {
  if (node === undefined)
    return 'needs the path of a Node.js for ARM in REPRISE_ARM_NODE; `npm run check:arm` sets it';
  if (emulator === undefined) return 'needs qemu-aarch64 (Debian: qemu-user-static)';
  return runs(compiler)
    ? undefined
    : `needs ${compiler} (Debian: gcc-aarch64-linux-gnu libc6-dev-arm64-cross)`;
};

const onArm = (args: readonly string[], choice: 'off' | 'on') => {
  const env = { ...process.env, REPRISE_NATIVE: choice };
  const whole = ['-L', libraries, node ?? '', ...args];
  const { status, stdout, stderr } = spawnSync(emulator ?? '', whole, { encoding: 'utf8', env });
  return { status, stdout, stderr };
};

describe('on ARM', () => {
  const reason = missing();
  skipAll(reason);

  let program = '';
  let kernels = '';
  beforeAll(async () => {
    if (reason !== undefined) return;
    program = await bundle('train-small.ts');
    kernels = join(dirname(program), 'neon.node');
    const neon = instructionSets.find(({ name }: { name: string }) => name === 'NEON');
    const root = resolve('.');
    await compileKernels(compiler, headersOf(root), neon, { sources: sourcesOf(root), target: kernels });
  }, limitMs);

  const digest = { status: 0, stdout: golden.digest, stderr: '' };

  it(
    'training by the kernels in WebAssembly gives the digest',
    () => {
      expect(onArm(['-p', 'process.arch'], 'off').stdout).toBe('arm64\n');
      expect(onArm([program], 'off')).toEqual(digest);
    },
    limitMs,
  );

  it(
    'the native kernels give the bytes of those in WebAssembly, and write nowhere else',
    async () => {
      const found = onArm(['scripts/build/check-native.mjs', await freshKernels(), kernels, shapes], 'on');
      expect(found).toEqual({ status: 0, stdout: '', stderr: '' });
    },
    limitMs,
  );

  it(
    'training by the native kernels gives the digest',
    () => {
      copyFileSync(kernels, join(dirname(program), 'reprise-kernels.node'));
      expect(onArm([program], 'on')).toEqual(digest);
    },
    limitMs,
  );
});
