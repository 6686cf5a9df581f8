// Stands in for the worker of a benchmark of the runner: a job is one file with a number that follows from its seed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', ({ type, spec }) => {
  if (type === 'shutdown') process.exit(0);
  if (type !== 'run') return;
  const benchmark = { testErrorPercent: spec.seed % 100, testRegretPercent: 0 };
  writeFileSync(join(spec.outputFolder, 'metrics.json'), `${JSON.stringify({ benchmark })}\n`);
  process.send({ type: 'done', key: spec.key });
});
process.send({ type: 'ready', engine: { name: 'wasm', version: 1, determinism: 'bit-exact' } });
