/** The resources of the page, asked without a port of a small experiment that was run. */
import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type {
  AuditAnswer,
  CellAnswer,
  DiffAnswer,
  ExperimentAnswer,
  JobAnswer,
  JobsAnswer,
  ManifestAnswer,
  Overview,
  RecordAnswer,
  ReportAnswer,
  RunAnswer,
  SeedSetsAnswer,
} from '../../runner/page/answers.ts';
import { servedDocument } from '../../runner/page/document.ts';
import { handle, type PageOptions } from '../../runner/page/handle.ts';
import { pageData } from '../../runner/page/page-data.ts';
import { findProject } from '../../runner/project/project.ts';
import { sha256 } from '../../schemas/canonical.ts';
import { Audited } from '../util/audited.ts';

const token = 'secret';
const manifest = readFileSync('test/fixtures/audited.yaml', 'utf8');
const evaluation = 'random/first/evaluate/s1';

let audited: Audited;
let options: PageOptions;

/** What is asked of one project, since it takes long to make. */
const steps: (readonly [name: string, act: () => Promise<void>])[] = [];
const step = (name: string, act: () => Promise<void>): number => steps.push([name, act]);

test('the page answers', { timeout: 600_000 }, async () => {
  audited = await Audited.create(manifest);
  // Keys name the worker, and the jobs are those of one that stands in.
  vi.stubEnv('REPRISE_WORKER', audited.project.control.env['REPRISE_WORKER']);
  options = optionsOf(audited.project.root);
  expect(steps.length).toBeGreaterThan(8);
  for (const [name, act] of steps) {
    await act().catch((error: unknown) => {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    });
  }
});

function optionsOf(root: string, store?: string): PageOptions {
  const own = store === undefined ? {} : { store };
  const data = pageData(
    () => {
      const found = findProject(root, own, { XDG_CONFIG_HOME: join(root, 'none') });
      if (found?.ok !== true) throw new Error('expected a project');
      return found.value;
    },
    () => Date.now(),
  );
  return {
    ...{ data, token, now: () => Date.now(), sleep: () => Promise.resolve() },
    ask: () =>
      Promise.resolve({ ok: true, value: { ok: true, json: {}, rows: [['edges', '8']], svg: '<svg/>' } }),
    document: servedDocument({ script: '', style: '' }),
  };
}

async function ask(name: string, parameters: Readonly<Record<string, string>> = {}, from = options) {
  const url = new URL(`http://localhost/api/${name}`);
  for (const [key, value] of Object.entries({ ...parameters, token })) url.searchParams.set(key, value);
  return handle(from, { method: 'GET', url, host: '127.0.0.1:1' });
}

async function get<T>(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
  const reply = await ask(name, parameters);
  const body = await read<T>(reply);
  expect(reply.status, JSON.stringify(body)).toBe(200);
  return body;
}

const read = async <T>(reply: Response): Promise<T> => (await reply.json()) as T;

interface Refused {
  readonly problem: { readonly message: string; readonly help: string };
}

const id = 'audited';

step('the first page has every manifest and the latest runs', async () => {
  const { manifests, runs } = await get<Overview>('overview');
  expect(manifests.map((one) => [one.id, one.profiles])).toContainEqual([id, ['base']]);
  expect(runs[0]).toMatchObject({ experiment: 'audited.base', state: 'ended', failed: 0 });
  expect(await get('state', { id })).toMatchObject({ done: 32, jobs: 32, lock: 'same code' });
});

step('the jobs are grouped by method, seed set and stage, and none is lost', async () => {
  const { groups, edges, reports } = await get<ExperimentAnswer>('experiment', { id });
  const { jobs } = await get<JobsAnswer>('jobs', { id });
  expect(groups.reduce((sum, group) => sum + group.jobs, 0)).toBe(jobs.length);
  expect(groups.reduce((sum, group) => sum + group.states.done, 0)).toBe(32);
  const needs = jobs.reduce((sum, row) => sum + row[8], 0);
  const within = needs - edges.reduce((sum, edge) => sum + edge.jobs, 0);
  // A selection reads from its candidates, in the group of the stage that it is for.
  expect(within).toBeGreaterThanOrEqual(0);
  expect(new Set(edges.flatMap(({ from, to }) => [from, to]))).toEqual(
    new Set(groups.map(({ name }) => name)),
  );
  expect(reports.map(({ name, kind }) => [name, kind])).toEqual([['main', 'table']]);
});

step('every number of a table leads to its jobs, and those to the digests of what they left', async () => {
  const report = await get<ReportAnswer>('report', { id, name: 'main' });
  expect(report.files.find(({ file }) => file === 'main.json')).toMatchObject({ asLocked: true });
  for (const { text, digest } of report.files) expect(sha256(text)).toBe(digest);
  const { rows, columns } = report.cells;
  for (const { digits } of columns) expect(digits).toEqual(expect.any(Number));
  expect(rows).toHaveLength(4);
  expect(columns).toHaveLength(2);
  for (const row of rows) {
    for (const column of columns) {
      const cell = await get<CellAnswer>('cell', { id, report: 'main', row: row.name, column: column.name });
      expect(cell.summary?.n).toBe(3);
      expect(cell.own).toHaveLength(3);
      for (const label of cell.own) {
        const { result } = await get<JobAnswer>('job', { id, label });
        const metrics = result?.outputs.find(({ name }) => name === 'metrics.json');
        const object = await ask('object', { digest: metrics?.digest ?? '' });
        const text = await object.text();
        expect(sha256(text)).toBe(metrics?.digest);
        expect(text).toContain(String(cell.jobs.find((job) => job.label === label)?.value));
      }
    }
  }
});

step('a job tells what it reads, who reads it, and its record is found by its key', async () => {
  const job = await get<JobAnswer>('job', { id, label: 'random/first/evaluate/select' });
  expect(job).toMatchObject({ kind: 'select', state: 'current', why: 'in the store' });
  expect(job.inputs.map(({ from }) => from)).toContain('random/first/retrain/s1');
  expect(job.dependents).toContain(evaluation);
  expect(job.result?.selection?.candidates).toHaveLength(2);
  const record = await get<RecordAnswer>('record', { key: job.key ?? '' });
  expect(record).toEqual(job.result);
  const drawing = await get('drawing', { id, label: 'random/first/search/s1' });
  expect(drawing).toMatchObject({ svg: '<svg/>', file: 'architecture.json' });
});

step('seed sets stand side by side with the values of the table', async () => {
  const { columns } = await get<SeedSetsAnswer>('seed-sets', { id });
  const report = await get<ReportAnswer>('report', { id, name: 'main' });
  expect(columns.map(({ name }) => name)).toEqual(report.cells.columns.map(({ name }) => name));
  for (const { methods } of columns)
    expect(methods.map(({ sets }) => sets.map(({ values }) => values.length))).toEqual([
      [3, 3],
      [3, 3],
    ]);
});

step('an audit, a comparison and a manifest are those of the command line', async () => {
  const audit = await get<AuditAnswer>('audit', { id });
  expect(audit.counts['not met']).toBe(0);
  expect(audit.findings.length).toBeGreaterThan(20);
  const [run] = (await get<Overview>('overview')).runs;
  const { diff, text } = await get<DiffAnswer>('diff', { a: id, b: run?.runId ?? '' });
  expect(diff.isEqual).toBe(true);
  expect(text).toContain('no difference');
  const shown = await get<ManifestAnswer>('manifest', { id });
  expect(shown.problems).toEqual([]);
  expect(shown.files).toEqual([{ path: 'manifests/tests/audited.yaml', text: manifest }]);
});

step('a run that has ended is told once, live as well', async () => {
  const [run] = (await get<Overview>('overview')).runs;
  const answer = await get<RunAnswer>('run', { run: run?.runId ?? '' });
  expect(answer).toMatchObject({ state: 'ended', total: 32, running: [], waiting: 0 });
  const live = await ask('live', { run: run?.runId ?? '' });
  expect(live.headers.get('content-type')).toBe('text/event-stream');
  const events = (await live.text()).trimEnd().split('\n\n');
  expect(events).toHaveLength(2);
  expect(JSON.parse(events[0]?.slice('data: '.length) ?? '')).toMatchObject({ state: 'ended' });
  expect(events[1]).toBe('event: end\ndata: null');
});

const refused = [
  ['report', { id, name: 'mein' }, 'expected a report of audited, one of main; found "mein"'],
  [
    'job',
    { id, label: 'random/first/search/s9' },
    'expected the label of a job of audited, found "random/first/search/s9"',
  ],
  ['job', { id }, 'expected the parameter `label`, found none'],
  ['experiment', { id: 'audietd' }, 'no manifest has the id "audietd"'],
  ['experiment', { id: '../../etc/passwd' }, 'expected the id of a manifest, found "../../etc/passwd"'],
  [
    'diff',
    { a: id, b: '/etc/passwd' },
    'expected the id of a manifest, <id>@<commit> or a run, found the path "/etc/passwd"',
  ],
  ['object', { digest: '../x' }, 'expected the digest of an object, found "../x"'],
  ['run', { run: '..' }, 'expected a run of the store, found none called ".."'],
  ['nothing', {}, 'expected a resource of the page, found /api/nothing'],
] as const;

step('what cannot be answered is refused in words', async () => {
  for (const [name, parameters, message] of refused) {
    const reply = await ask(name, parameters);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    const { problem } = await read<Refused>(reply);
    expect(problem.message).toContain(message);
    expect(problem.help).not.toBe('');
  }
});

step('a damaged record and a damaged object are told, and stay where they lie', async () => {
  const recordFile = audited.recordFile('again/first/search/s1');
  const objectFile = audited.objectFile(evaluation, 'metrics.json');
  const key = audited.recordOf('again/first/search/s1').key;
  for (const file of [recordFile, objectFile]) chmodSync(file, 0o644);
  writeFileSync(recordFile, '{}');
  truncateSync(objectFile, 3);
  const before = filesBelow(audited.store.root);
  const fresh = optionsOf(audited.project.root);
  const job = await read<JobAnswer>(await ask('job', { id, label: 'again/first/search/s1' }, fresh));
  expect(job).toMatchObject({ key, state: 'absent', result: null });
  expect(job.why).toMatch(/^its record /);
  const record = await ask('record', { key }, fresh);
  expect([record.status, (await read<Refused>(record)).problem.message]).toEqual([
    404,
    expect.stringContaining('the record of'),
  ]);
  const bad = await read<JobAnswer>(await ask('job', { id, label: evaluation }, fresh));
  expect(bad.why).toBe('outputs are missing or damaged: metrics.json; the next run computes it again');
  for (const name of ['overview', 'experiment', 'jobs', 'audit', 'seed-sets'])
    expect((await ask(name, { id }, fresh)).status, name).toBe(200);
  expect((await ask('report', { id, name: 'main' }, fresh)).status).toBe(200);
  expect(filesBelow(audited.store.root)).toEqual(before);
  await audited.restore();
});

step('a store that is not there is empty', async () => {
  const fresh = optionsOf(audited.project.root, join(audited.project.root, '..', 'none'));
  const overview = await read<Overview>(await ask('overview', {}, fresh));
  expect(overview.runs).toEqual([]);
  const report = await read<ReportAnswer>(await ask('report', { id, name: 'main' }, fresh));
  expect(report.data).toMatchObject({ rows: [{}, {}, {}, {}] });
  const state = await read(await ask('state', { id }, fresh));
  expect(state).toMatchObject({ done: 0, jobs: 32 });
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${join(parentPath, name)} ${statSync(join(parentPath, name)).mtimeMs}`)
    .sort();
