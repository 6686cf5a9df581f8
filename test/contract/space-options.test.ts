import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { spaceNames } from '../../experiments/registry/spaces.ts';
import options from '../../runner/cli/space-options.json' with { type: 'json' };

test('the command line offers what the spaces declare', () => {
  const { exitCode, stderr } = execaSync(process.execPath, ['scripts/space-options.mjs', '--check'], {
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(options.spaces).toEqual(spaceNames);
});
