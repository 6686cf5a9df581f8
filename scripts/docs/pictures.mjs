// The pictures of docs/page.md and docs/first-table.md, taken of the page of real runs in a clone that is thrown away:
// li2019-table5 in its nano profile, and the table that `reprise init` writes. A few minutes, or seconds with a store that has
// the results.
//
//   npm run docs:pictures -- [--store F] [--folder docs/pictures]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneProject, git } from '../clone-project.mjs';
import { noBrowser, openBrowser } from '../page/chromium.mjs';
import { takePicture } from '../page/pictures.mjs';
import { serve } from '../page/serve.mjs';

const { values: options } = parseArgs({
  options: { store: { type: 'string', default: '' }, folder: { type: 'string', default: 'docs/pictures' } },
});
/** Of all pictures together, so that a clone stays small. */
const mostBytes = 600_000;

if (noBrowser !== undefined) {
  console.error(`docs:pictures: nothing is made, since ${noBrowser}`);
  process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), 'reprise-pictures-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const root = join(scratch, 'my-search');
const cli = join(root, 'dist', 'cli.js');
const store = options.store === '' ? join(scratch, 'store') : resolve(options.store);
const target = resolve(options.folder);
mkdirSync(target, { recursive: true });

const environment = { ...process.env, CI: 'true' };
function reprise(...args) {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
    ...{ cwd: root, env: environment, encoding: 'utf8', maxBuffer: 2 ** 30 },
  });
  if (status !== 0) throw new Error(`reprise ${args.join(' ')} ended with ${status}:\n${stderr}`);
}

const cellOf = (report, row, column) =>
  `cell/${report}/${encodeURIComponent(row)}/${encodeURIComponent(column)}`;
const paper = '#/e/li2019-table5/nano';
const own = '#/e/first-table/base';
const pictures = [
  { name: 'table', hash: `${paper}/report/table5` },
  {
    name: 'cell',
    hash: `${paper}/${cellOf('table5', 'darts/first', 'test.errorPercent@evaluate')}`,
    until: '.chart',
    height: 860,
  },
  { name: 'graph', hash: `${paper}/graph`, dark: true, height: 420 },
  {
    name: 'decisions',
    hash: `${paper}/job/${encodeURIComponent('asha/first/search/s1')}`,
    until: '.timeline',
    at: 'h2:has-text("Decisions")',
    height: 420,
  },
  { name: 'seed-sets', hash: `${paper}/seed-sets`, until: '.drawing', height: 700 },
  { name: 'narrow', hash: `${paper}/report/table5`, width: 360 },
  { name: 'first-table', hash: `${own}/report/main`, width: 1080, height: 420 },
  {
    name: 'first-cell',
    hash: `${own}/${cellOf('main', 'random/first', 'benchmark.testErrorPercent@search')}`,
    until: '.chart',
    width: 1080,
    height: 560,
  },
  { name: 'first-audit', hash: `${own}/audit`, width: 1080, height: 480 },
];

cloneProject(root, {});
reprise('init');
git(root, 'add', '--all');
git(root, 'commit', '--quiet', '--message', 'A first table');
reprise('run', 'first-table', '--store', store);
reprise('run', 'li2019-table5', '-p', 'nano', '--no-lock', '--store', store);
git(root, 'add', '--all');
git(root, 'commit', '--quiet', '--message', 'Lock it');
const [{ url, close }, browser] = [await serve(cli, root, '--store', store), await openBrowser()];

/** Of a run as it happens, from nothing, which is interrupted when it has been seen. */
async function takeLive() {
  const own = ['--store', join(scratch, 'live')];
  const run = spawn(process.execPath, [cli, 'run', 'li2019-table5', '-p', 'nano', '--no-lock', ...own], {
    ...{ cwd: root, env: environment, stdio: 'ignore' },
  });
  process.on('exit', () => run.kill('SIGKILL'));
  const ended = new Promise((done) => run.once('exit', done));
  const served = await serve(cli, root, ...own);
  const link = 'a[href^="#/run/"]';
  await takePicture(browser, {
    ...{ url: `${served.url}#/`, file: join(target, 'run.png'), height: 600 },
    act: async (page) => {
      await page.waitForSelector(link);
      await page.click(link);
      // Some have ended, others are at work.
      await page.waitForSelector('.log li:nth-child(8)');
      await page.waitForSelector('progress:not(.wide)');
    },
  });
  run.kill('SIGTERM');
  await ended;
  await served.close();
}

for (const { name, hash, at, ...look } of pictures) {
  const act = async (page) => {
    await page.waitForFunction('document.querySelectorAll(".waiting").length === 0');
    if (at !== undefined) await page.locator(at).evaluate((element) => element.scrollIntoView());
  };
  await takePicture(browser, { ...look, url: `${url}${hash}`, file: join(target, `${name}.png`), act });
}
await takeLive();
await browser.close();
await close();
const bytes = readdirSync(target).reduce((sum, file) => sum + statSync(join(target, file)).size, 0);
console.log(`${readdirSync(target).length} pictures, ${Math.round(bytes / 1000)} kB, in ${target}`);
if (bytes > mostBytes) throw new Error(`expected at most ${mostBytes / 1000} kB of pictures, found more`);
