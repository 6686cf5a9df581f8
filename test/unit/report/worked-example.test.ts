/** The kind of report that the documentation shows is one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import type { ReportKind } from '../../../runner/report/report-kind.ts';
import { reportSource } from '../../../runner/study/report-source.ts';
import { finished } from '../../util/finished.ts';
import { smallManifest } from '../../util/manifest.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

/** The module of the page, as if it lay where the page says. */
async function workedExample(): Promise<ReportKind> {
  const page = readFileSync('docs/adding-a-report-kind.md', 'utf8');
  const code = /```ts\n(.*?)```/s.exec(page)?.[1] ?? '';
  const here = resolve('runner/report/kinds');
  const file = join(temporaryFolder(), 'count.ts');
  writeFileSync(
    file,
    code.replace(/from '(\.[^']+)'/g, (_, path: string) => `from '${join(here, path)}'`),
  );
  const module: { readonly count: ReportKind } = await import(pathToFileURL(file).href);
  return module.count;
}

const graph = expand(smallManifest);
const report = {
  ...{ experiment: 'small', name: 'done' },
  settings: { kind: 'count', title: 'Searches', stage: 'search' },
};

async function built(kind: ReportKind, jobs: number) {
  const { store, results } = finished(graph.jobs.slice(0, jobs), () => ({}));
  const files = await kind.build(report, reportSource(graph, store, results));
  if (!files.ok) throw new Error(files.failures.map(({ text }) => text).join());
  return files.value;
}

it('counts finished jobs and names those that are missing', async () => {
  const { terminal, results } = await built(await workedExample(), 2);
  expect(terminal).toBe(
    'Searches\n\nMethod   Jobs\n------  -----\nrandom  2 [1]\n\n[1] jobs not run: 3 of 5 (seeds 3, 11, 12)\n',
  );
  expect(results['done.csv']).toBe('row,n\nrandom,2\n');
});

it('compares two runs by their jobs', async () => {
  const kind = await workedExample();
  const { results } = await built(kind, graph.jobs.length);
  const verdictWhen = (areEqual: boolean) =>
    kind.compare({ json: results['done.json'] ?? '', provenance: null }, undefined, {
      ...{ isSameFile: areEqual, areBitwise: () => areEqual, cell: () => 'missing' },
    });
  const rows = (verdict: string) => ({
    columns: ['Jobs'],
    rows: [{ label: 'random', verdicts: [verdict] }],
  });
  expect(verdictWhen(true)).toEqual(rows('bitwise'));
  expect(verdictWhen(false)).toEqual(rows('differs'));
});
