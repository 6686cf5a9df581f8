// The pictures of docs/reports.md and docs/auto-deeplab.md, made from runs of the nano profiles: a few minutes, or seconds with their results in a store.
// npm run docs:figures -- [options of `reprise run`, such as --store <folder>]
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const testError = 'metric: test.errorPercent, stage: evaluate';
const benchmarkError = 'metric: benchmark.testErrorPercent, stage: search';
const published =
  '{rsws: {mean: 2.85, std: 0.08, n: 10}, asha: {mean: 3.03, std: 0.13, n: 10}, darts: {mean: 2.78, std: 0.12, n: 10}, random: {mean: 3.29, std: 0.15}}';
const regret =
  'stage: search, phase: incumbent, x: time, y: benchmark.testRegretPercent, xLabel: Simulated seconds, yLabel: Test regret (%), xScale: log, step: true, aggregate: median';

const pictures = [
  {
    id: 'li2019-table5',
    reports: [
      `ranks: {kind: ranks, title: Ranks by test error, ${testError}}`,
      `variance: {kind: variance, title: Where the spread of the test error comes from, ${testError}}`,
      `paper: {kind: reproduction, title: Test error against the paper, ${testError}, published: ${published}}`,
    ],
    figures: ['ranks', 'variance'],
  },
  {
    id: 'nasbench101-optimisers',
    reports: [
      `strip: {kind: seed-sets, title: Test error of the incumbent when the time is over, ${benchmarkError}}`,
      `critical-difference: {kind: critical-difference, title: Average ranks by test error, ${benchmarkError}}`,
      `anytime: {kind: curve, title: Test regret of the incumbent, ${regret}}`,
    ],
    figures: ['strip', 'critical-difference', 'anytime'],
  },
  {
    id: 'autodeeplab2019-table2',
    reports: ['predictions: {kind: predictions, title: Images of shapes, stage: small}'],
    figures: ['predictions.png'],
  },
];

const made = pictures.flatMap(({ id, reports, figures }) => {
  const set = `reports={${reports.join(', ')}}`;
  const options = ['--profile', 'nano', '--no-lock', '--set', set, ...process.argv.slice(2)];
  const run = ['dist/cli.js', 'run', id, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  console.log(stdout);
  const [, folder = ''] = /^reports: (.*)$/m.exec(stderr) ?? [];
  return figures.map((name) => join(folder, name.includes('.') ? name : `${name}.svg`));
});

// Only now, since a picture that is not committed would make the tree of the next run dirty.
const target = join('docs', 'figures');
mkdirSync(target, { recursive: true });
for (const file of made) copyFileSync(file, join(target, basename(file)));
