/** The build of TensorFlow's addon, as far as it goes without its downloads. */
import { lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { linkInto } from '../../../scripts/tensorflow/addon-package.mjs';
// @ts-expect-error: a build script in plain JavaScript
import { missingTool } from '../../../scripts/tensorflow/tools.mjs';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('a machine that can build lacks nothing', () => {
  expect(missingTool('linux', 'x64', () => true)).toBeUndefined();
});

test.each([
  ['darwin', 'arm64', [], /found darwin on arm64/, /npm install @tensorflow\/tfjs-node@4\.22\.0/],
  ['linux', 'x64', ['python3'], /expected python3 with pip/, /python3-pip/],
  ['linux', 'x64', ['c++'], /expected a C\+\+ compiler/, /apt install g\+\+/],
] as const)(
  '%s on %s without %j is refused with what to install',
  (platform, arch, lacking, message, help) => {
    const has = (program: string): boolean => !(lacking as readonly string[]).includes(program);
    const missing = missingTool(platform, arch, has);
    expect(missing.message).toMatch(message);
    expect(missing.help).toMatch(help);
  },
);

test('without a folder it builds nothing and says how to name one', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['scripts/tensorflow/build.mjs'], {
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^error: expected a folder to build in, found none\n {2}help: npm run tensorflow:build/,
  );
});

test('a link into the packages is made anew, and a real package is left alone', () => {
  const root = temporaryFolder();
  const link = join(root, 'node_modules/@tensorflow/tfjs-node');
  for (const home of ['one', 'two']) {
    expect(linkInto(root, resolve(root, home))).toBe(link);
    expect(readlinkSync(link)).toBe(resolve(root, home));
  }
  const other = temporaryFolder();
  const real = join(other, 'node_modules/@tensorflow/tfjs-node');
  mkdirSync(real, { recursive: true });
  writeFileSync(join(real, 'package.json'), '{}');
  expect(() => linkInto(other, root)).toThrow(/found a package that was installed there/);
  expect(lstatSync(real).isDirectory()).toBe(true);
});
