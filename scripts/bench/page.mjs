// How long the page takes with an experiment of ten thousand finished jobs: five methods on two seed sets of 500 seeds, each
// searched and trained, the best of each set evaluated. Workers stand in, so that only the page is measured.
//
//   <view>, first   s from the address to the view with its answer, of a server that has answered nothing yet: it opens the
//                   experiment, plans it, and reads what the view shows
//   <view>, again   the same once more, in the same server
//   first paint     s from the address to the first paint of the document
//   code            kB of the program and its style, compressed: what the browser loads before it shows anything
//
//   node scripts/bench/page.mjs [--json] [--seeds 500] [--rounds 3] [--only TEXT] [--project F]
//
// `--project` keeps the project, or takes one that was kept.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { cloneProject, git } from '../clone-project.mjs';
import { openBrowser, settled } from '../page/chromium.mjs';
import { serve } from '../page/serve.mjs';
import { median } from './runner/timed.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    project: { type: 'string', default: '' },
  },
});
const rounds = Array.from({ length: Number(options.rounds) }, (_, i) => i);
const methods = ['a', 'b', 'c', 'd', 'e'];
const small = 'epochs: 1, batchSize: 8, initialChannels: 4, layers: 3';
const measured = 'metric: test.errorPercent, stage: evaluate';
const manifest = `id: bench
title: Ten thousand jobs
task: { kind: image-classification, data: textures10, trainPortion: 0.5 }
space: { name: darts-cnn }
seedSets:
  first: { from: 1, count: ${options.seeds} }
  second: { from: 100001, count: ${options.seeds} }
methods:
${methods.map((name, i) => `  ${name}: { kind: random, evaluations: ${i + 2}, trial: { ${small} } }`).join('\n')}
stages:
  search: { kind: search, seeds: each }
  retrain: { kind: train, from: search, seeds: each, measure: validation, ${small} }
  evaluate:
    kind: train
    from: retrain
    select: { metric: validation.errorPercent, keep: 1, ties: lowest-seed }
    seeds: { count: 3 }
    measure: test
    ${small.replaceAll(', ', '\n    ')}
reports:
  main:
    title: Test error
    rows: method-by-seed-set
    columns: [{ ${measured} }, { metric: validation.errorPercent, stage: retrain }]
  strip: { kind: seed-sets, title: Validation errors, metric: validation.errorPercent, stage: retrain }
  course: { kind: curve, title: Course of the searches, stage: search, phase: score, x: trial, y: validationErrorPercent }
`;

const project = options.project || join(mkdtempSync(join(tmpdir(), 'reprise-bench-page-')), 'project');
if (options.project === '')
  process.on('exit', () => rmSync(resolve(project, '..'), { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const cli = join(project, 'dist', 'cli.js');

function makeProject() {
  cloneProject(project, { 'manifests/bench/bench.yaml': manifest });
  const env = {
    ...process.env,
    CI: 'true',
    REPRISE_WORKER: resolve('scripts/bench/page/stand-in-worker.mjs'),
  };
  const run = spawnSync(process.execPath, [cli, 'run', 'bench', '-j', '2'], {
    ...{ cwd: project, env, encoding: 'utf8', maxBuffer: 2 ** 30 },
  });
  if (run.status !== 0) throw new Error(`the run ended with ${run.status}:\n${run.stderr.slice(-2000)}`);
  git(project, 'add', '--all');
  git(project, 'commit', '--quiet', '--message', 'lock');
}

const evaluated = encodeURIComponent('a/first');
const views = {
  experiments: '#/',
  experiment: '#/e/bench/base',
  graph: '#/e/bench/base/graph',
  'jobs of a group': '#/e/bench/base/graph/a/*/search',
  table: '#/e/bench/base/report/main',
  figure: '#/e/bench/base/report/strip',
  curve: '#/e/bench/base/report/course',
  'cell of 3 jobs': `#/e/bench/base/cell/main/${evaluated}/${encodeURIComponent('test.errorPercent@evaluate')}`,
  'cell of many jobs': `#/e/bench/base/cell/main/${evaluated}/${encodeURIComponent('validation.errorPercent@retrain')}`,
  job: `#/e/bench/base/job/${encodeURIComponent('a/first/retrain/s1')}`,
  'seed sets': '#/e/bench/base/seed-sets',
  audit: '#/e/bench/base/audit',
  manifest: '#/e/bench/base/manifest',
  comparison: '#/diff/bench/bench',
};

const firstPaint = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';

/** Seconds until it stands, and until something was painted. */
async function show(page, url) {
  await page.goto('about:blank');
  const since = performance.now();
  await page.goto(url);
  await settled(page, 300_000);
  const seconds = (performance.now() - since) / 1000;
  return { seconds, paint: (await page.evaluate(firstPaint)) / 1000 };
}

function print(name, unit, ours) {
  if (options.json)
    console.log(JSON.stringify({ case: name, unit, ours, peer: null, peerName: null, ratio: null }));
  else console.log(`${name}: ${ours.toFixed(2)} ${unit}`);
}

async function measure(browser, jobs) {
  const paints = [];
  for (const [name, hash] of Object.entries(views)) {
    if (!name.includes(options.only)) continue;
    const [first, again] = [[], []];
    for (const _ of rounds) {
      const { url, close } = await serve(cli, project);
      const page = await browser.newPage();
      for (const times of [first, again]) {
        const { seconds, paint } = await show(page, `${url}${hash}`);
        times.push(seconds);
        paints.push(paint);
      }
      await page.close();
      await close();
    }
    print(`${name}, first, ${jobs} jobs`, 's', median(first));
    print(`${name}, again, ${jobs} jobs`, 's', median(again));
  }
  print(`first paint, ${jobs} jobs`, 's', median(paints));
}

if (!existsSync(cli)) makeProject();
const build = join(project, 'dist', 'builds', readFileSync(join(project, 'dist', 'current'), 'utf8').trim());
const bytes = ['page.js', 'page.css'].map((file) => gzipSync(readFileSync(join(build, file))).length);
print('code', 'kB', bytes.reduce((sum, size) => sum + size, 0) / 1000);
const browser = await openBrowser();
const { jobs } = JSON.parse(readFileSync(join(project, 'manifests/bench/bench.lock.json'), 'utf8')).profiles
  .base;
await measure(browser, Object.keys(jobs).length);
await browser.close();
