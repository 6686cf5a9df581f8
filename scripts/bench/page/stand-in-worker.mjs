// Stands in for the worker of a benchmark of the page: a job leaves the files that a search or a training leaves, whose
// numbers follow from its seed.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const cell = [
  ['sep_conv_3x3', 0],
  ['sep_conv_3x3', 1],
  ['skip_connect', 0],
  ['dil_conv_3x3', 2],
  ['max_pool_3x3', 1],
  ['sep_conv_5x5', 0],
  ['avg_pool_3x3', 3],
  ['skip_connect', 2],
];
const concat = [2, 3, 4, 5];
const genotype = { normal: cell, normal_concat: concat, reduce: cell, reduce_concat: concat };

/** In [0, 100). */
const numberOf = (seed, word) => ((seed * 2654435761 + word * 40503) % 10_007) / 100.07;
const linesOf = (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', ({ type, spec }) => {
  if (type === 'shutdown') process.exit(0);
  if (type !== 'run' && type !== 'drive') return;
  leave(spec);
  process.send({ type: 'done', key: spec.key });
});
process.send({ type: 'ready', engine: { name: 'wasm', version: 1, determinism: 'bit-exact' } });

function leave({ seed, kind, parameters, outputFolder, inputs }) {
  const put = (name, text) => writeFileSync(join(outputFolder, name), text);
  const split = parameters.measure ?? 'validation';
  const metrics = {
    [split]: { split, examples: 100, errorPercent: numberOf(seed, 1), loss: numberOf(seed, 2) },
    model: { parameters: 1000 + Math.floor(numberOf(seed, 3)), multiplyAdds: 50_000 },
    cost: { multiplyAdds: 1e9 + Math.floor(numberOf(seed, 4)), architectures: 3 },
  };
  put('metrics.json', `${JSON.stringify(metrics)}\n`);
  if (kind === 'search') {
    put('architecture.json', `${JSON.stringify({ genotype, space: 'darts-cnn' })}\n`);
    const trial = (i) => ({ phase: 'score', trial: i, validationErrorPercent: numberOf(seed, 10 + i) / i });
    put('trajectory.jsonl', linesOf(Array.from({ length: 20 }, (_, i) => trial(i + 1))));
  } else copyFileSync(inputs.architecture, join(outputFolder, 'architecture.json'));
}
