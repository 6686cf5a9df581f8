// Runs the tests of the wasm engine on ARM under qemu's emulation, with a Node.js for ARM from the package registry. What
// this machine lacks beside is named by the tests, which skip then.
import { execFileSync, spawnSync } from 'node:child_process';

const root = import.meta.dirname;
const node = execFileSync(process.execPath, [`${root}/other-nodes.mjs`, '--arch', 'arm64', '20'], {
  encoding: 'utf8',
}).trim();
const { status } = spawnSync('npx', ['vitest', 'run', 'test/unit/engine/arm.test.ts'], {
  ...{ cwd: `${root}/..`, stdio: 'inherit', env: { ...process.env, REPRISE_ARM_NODE: node } },
});
process.exit(status ?? 1);
