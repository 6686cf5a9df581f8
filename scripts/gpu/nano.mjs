/** `li2019-table5` at its smallest, on the engine and on wasm, and how far apart the tables are. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from './processes.mjs';

const id = 'li2019-table5';

/** @returns how each run went and, where both were reported, the test errors of each row */
export async function runNano(root, engine, { env, folder, limitMs, only }) {
  const reports = [];
  const lines = [];
  for (const name of [engine, 'wasm']) {
    const store = join(folder, name);
    const args = [join(root, 'dist', 'cli.js'), 'run', id, '-p', 'nano', '--no-lock', '--allow-dirty'];
    args.push('--store', store, '--set', `engine=${name}`, ...(only === undefined ? [] : ['--only', only]));
    const start = Date.now();
    const { status, isLate, stdout, stderr } = await finish(process.execPath, args, {
      env,
      limitMs: limitMs(),
    });
    const said = `${stdout}\n${stderr}`.trim().split('\n');
    const count = said.find((line) => /jobs? executed/.test(line)) ?? said.at(-1);
    lines.push(
      `${name}, ${((Date.now() - start) / 1000).toFixed(0)} s${isLate ? ', stopped at the limit' : ''}: ${count}`,
    );
    if (status !== 0 && !isLate) throw new Error(lines.join('; '));
    reports.push(join(store, 'reports', `${id}.nano`, 'table5.json'));
  }
  return reports.every(existsSync)
    ? [...lines, ...compare(reports.map((path) => readFileSync(path, 'utf8')))]
    : lines;
}

/** The table of both, row by row. */
function compare(texts) {
  const [ours, wasm] = texts.map((text) => JSON.parse(text).rows);
  return ours.map((row, i) => `${rowText(row)}; on wasm ${errorOf(wasm[i])}`);
}

const rowText = (row) => `${row.label}, ${row.seedSet}: test error ${errorOf(row)}`;
const errorOf = (row) => {
  const mean = row?.cells[0]?.mean;
  return typeof mean === 'number' ? `${mean} % (mean)` : 'not there';
};
