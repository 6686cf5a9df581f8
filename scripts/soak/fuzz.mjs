// Fuzzes the readers with new seeds until the time is up or something is found: npm run soak:fuzz -- --minutes 30
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1000' } },
});
const end = Date.now() + Number(values.minutes) * 60_000;
const count = 2000;
for (let seed = Number(values.seed); Date.now() < end; seed += count) {
  console.log(`seeds ${seed} to ${seed + count - 1} of every target`);
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
    stdio: 'inherit',
    env: { ...process.env, FUZZ_SEED: String(seed), FUZZ_COUNT: String(count) },
  });
  if (status !== 0) {
    process.exitCode = 1;
    break;
  }
}
