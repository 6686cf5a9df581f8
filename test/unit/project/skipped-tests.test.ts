/** What the test run says of the tests that it did not run, and that each of them has something to say. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, it, test } from 'vitest';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const six = "for (const name of 'abcdef') test(name, ({ skip }) => skip('needs a disc'));";
const some =
  "test('one', ({ skip }) => skip('needs a map'));\ntest.skip('two', () => {});\ntest('runs', () => {});";

/** Runs these test files with the reporter, and gives what it prints. */
async function report(...options: readonly string[]): Promise<string> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'six.test.js'), six);
  writeFileSync(join(root, 'some.test.js'), some);
  const reporter = `--reporter=${resolve('scripts/skipped-tests.mjs')}`;
  const vitest = [resolve('node_modules/vitest/vitest.mjs'), 'run', '--globals', '--root', root];
  const { stdout } = await execa(process.execPath, [...vitest, reporter, ...options]);
  return stdout;
}

it('lists what was skipped under its reason, and counts where one file has many', async () => {
  expect(await report('--sequence.shuffle=false', '--no-file-parallelism')).toBe(
    [
      'Skipped (8):',
      '  needs a disc',
      '    six.test.js: 6 tests',
      '  needs a map',
      '    some.test.js: one',
      '  no reason given',
      '    some.test.js: two',
      '',
    ].join('\n'),
  );
});

it('says nothing of tests that a pattern of names leaves out', async () => {
  expect(await report('--testNamePattern', 'runs')).toBe('');
});

const sources = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.test.ts'),
);

test.each([
  ['skips without a reason', /\b(?:it|test|describe)\.(?:skip|skipIf|runIf|todo)\b/],
  ['skips without a reason', /\bskip\((?:[^(),]|\([^()]*\))*\)/],
  ['looks for data on its own', /shared(?:\/|', ')(?:data|golden|facts)/],
])('no test %s: %s', (_, pattern) => {
  const self = /skipped-tests\.test\.ts$/;
  expect(
    sources.filter((file) => !self.test(file) && pattern.test(readFileSync(join('test', file), 'utf8'))),
  ).toEqual([]);
});
