import { expect, test } from 'vitest';
import { workerEnvironment } from '../../../runner/exec/worker-environment.ts';

const device = { id: 'cuda:1', env: { CUDA_VISIBLE_DEVICES: '1' } };

test('a worker gets what it needs to run, and its device', () => {
  const own = {
    ...{ PATH: '/bin', HOME: '/home/a', LANG: 'C', LC_ALL: 'C', TZ: 'UTC', TMPDIR: '/tmp' },
    ...{ CUDA_VISIBLE_DEVICES: '0,1', LD_LIBRARY_PATH: '/cuda', REPRISE_WEBGPU_ADAPTER: 'x' },
  };
  expect(workerEnvironment(own, device)).toEqual({ ...own, CUDA_VISIBLE_DEVICES: '1' });
});

test.each([
  ['a secret of a CI system', 'GITHUB_TOKEN'],
  ['a credential', 'AWS_SECRET_ACCESS_KEY'],
  ['the caller’s repository', 'GIT_DIR'],
  ['another place for modules', 'NODE_PATH'],
  ['a library put before all others', 'LD_PRELOAD'],
  ['anything else', 'SOMETHING'],
])('a worker does not get %s', (_, name) => {
  expect(workerEnvironment({ [name]: 'x' }, device)).toEqual(device.env);
});

test('of the options of Node.js a worker gets limits of memory, which change no result', () => {
  const own = { NODE_OPTIONS: '--require ./patch.js --max-old-space-size=4096 --import=x' };
  expect(workerEnvironment(own, device)['NODE_OPTIONS']).toBe('--max-old-space-size=4096');
  expect(workerEnvironment({ NODE_OPTIONS: '--require x' }, device)).toEqual(device.env);
});
