/** What every kind of report holds to: nothing can be added to the registry without it. */
import { describe, expect, it } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import type { GraphJob } from '../../../runner/graph/job-graph.ts';
import { loadManifest, renderProblems } from '../../../runner/manifest/index.ts';
import { reportKinds } from '../../../runner/report/registry.ts';
import { compareReports } from '../../../runner/rerun/compare-report.ts';
import { buildReports } from '../../../runner/study/build-reports.ts';
import { readMetrics } from '../../../runner/study/locked-profile.ts';
import { reportSource } from '../../../runner/study/report-source.ts';
import { canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import type { LockedJob, LockedProfile } from '../../../schemas/lock.ts';
import { finished } from '../../util/finished.ts';
import { latexProblems } from '../../util/latex.ts';
import { lockedProfileOf } from '../../util/locked.ts';
import { manifestText, writeManifest } from '../manifest/write-manifest.ts';
import { pictures } from './some-pictures.ts';

const manifestWith = (report: object) =>
  loadManifest(
    writeManifest(
      manifestText(
        [
          'stages:',
          `  random:
    { kind: random, evaluations: 2, trial: { epochs: 1, batchSize: 8, initialChannels: 4, layers: 3 } }
stages:`,
        ],
        // Where a selection chooses, seeds would not be shared.
        [
          '    select: { metric: validation.errorPercent, keep: 1 }\n    seeds: { count: 3 }',
          '    seeds: each',
        ],
        ['profiles:', `  main: ${JSON.stringify(report)}\nprofiles:`],
      ),
    ),
  );

/** With drawings that are made when they are written. */
const drawn = async ({ drawings, ...built }: Awaited<ReturnType<typeof run>>['built']) => ({
  ...built,
  drawings: Object.fromEntries(
    await Promise.all(Object.entries(drawings).map(async ([name, draw]) => [name, await draw()] as const)),
  ),
});

function resolved(report: object) {
  const loaded = manifestWith(report);
  if (!loaded.ok) throw new Error(renderProblems(loaded.failures));
  const { manifest } = loaded.value;
  const { main } = manifest.reports;
  if (main === undefined) throw new Error('Expected the report');
  return { ...manifest, reports: { main } };
}

/** All that a job may leave: numbers that depend on its seed, method and stage. */
function outputsOf({ stage, seed, method }: GraphJob, factor = 1): Record<string, string | Uint8Array> {
  const split = stage === 'evaluate' ? 'test' : 'validation';
  const errorPercent = (10 + seed + (method === 'rsws' ? (seed % 3) / 2 : 0)) * factor;
  const lines = [1, 2, 3].map(
    (trial) => `${canonicalJson({ phase: 'score', trial, validationErrorPercent: errorPercent })}\n`,
  );
  return {
    'metrics.json': canonicalJson({
      [split]: { split, examples: 10, errorPercent, loss: 1 },
      model: { parameters: 1000 * factor * seed, multiplyAdds: 1 },
    }),
    'trajectory.jsonl': lines.join(''),
    'table.jsonl': lines.join(''),
    ...pictures(Math.round(seed * factor)),
  };
}

/** What a run of the example finds. @param factor of the numbers of the one job that another run may see otherwise. */
async function run(report: object, isMissing: (job: GraphJob) => boolean = () => false, factor = 1) {
  const manifest = resolved(report);
  const graph = expand(manifest);
  const changed = (job: GraphJob) => job.method === 'rsws' && job.seed === 2;
  const jobs = graph.jobs.filter((job) => !isMissing(job));
  const { store, results } = finished(jobs, (job) => outputsOf(job, changed(job) ? factor : 1));
  const [built] = await buildReports(manifest, 'small', reportSource(graph, store, results));
  if (built === undefined) throw new Error('Expected a report');
  const locked = [...results].flatMap(([label, result]): [string, LockedJob][] => {
    if (!('record' in result)) return [];
    const { key, material, outputs, artifactId } = result.record;
    const digests = Object.entries(outputs).map(([file, { digest }]) => [file, digest] as const);
    const metrics = readMetrics(result.record, store) ?? null;
    return [[label, { key, seed: material.seed, outputs: Object.fromEntries(digests), artifactId, metrics }]];
  });
  const reports = Object.entries(built.reproducible).map(([file, text]) => [file, sha256(text)] as const);
  const profile = lockedProfileOf(Object.fromEntries(locked), { reports: Object.fromEntries(reports) });
  return { built, profile };
}

type Run = Awaited<ReturnType<typeof run>>;

function verdictsOf(before: Run, now: Run) {
  const { files, terminal } = now.built;
  const json = files['main.json'] ?? null;
  const report = { name: 'main', terminal, json, provenance: files['main.provenance.json'] ?? null };
  const lockedText = () => before.built.files['main.json'];
  const [compared] = compareReports([report], before.profile, now.profile, lockedText);
  return compared?.rows.flatMap(({ verdicts }) => verdicts) ?? [];
}

describe.each(reportKinds)(
  'a report of kind $kind',
  ({ kind, example, data, settings, title, description, reads, rows }) => {
    const report = kind === reportKinds[0].kind ? example : { kind, ...example };

    it('can be written as its example is, with nothing added', () => {
      expect(resolved(report).reports.main).toMatchObject({ kind, ...example });
      const more = manifestWith({ ...report, unheardOf: 1 });
      expect(more.ok ? '' : renderProblems(more.failures)).toContain('unheardOf');
    });

    it('says what it is and what each of its settings means', () => {
      expect([title, description]).toEqual([expect.any(String), expect.stringMatching(/\.$/)]);
      for (const [name, setting] of Object.entries(settings)) {
        expect([setting['title'], setting['description']], name).toEqual([
          ...[expect.any(String), expect.any(String)],
        ]);
      }
    });

    it('says what its columns are read from, and which rows it has', () => {
      const manifest = resolved(report);
      const { main } = manifest.reports;
      const columns = reads(main);
      expect(columns).not.toEqual([]);
      for (const { stage } of columns) expect(Object.keys(manifest.stages)).toContain(stage);
      const found = rows(main, expand(manifest).jobs).map(({ input }) => input.label);
      expect(found).not.toEqual([]);
      expect(found).toEqual([...new Set(found)]);
    });

    it('writes data that it reads, and refuses those of another version', async () => {
      const { built } = await run(report);
      expect(built.problems).toEqual([]);
      const text = built.files['main.json'] ?? '';
      expect(data.parse(text)).toEqual({ ok: true, value: JSON.parse(text) });
      const others = reportKinds.filter((other) => other.kind !== kind && other.data.parse(text).ok);
      expect(others.map((other) => other.kind)).toEqual([]);
      // Rows say nothing of themselves; their provenance does.
      if (!Array.isArray(JSON.parse(text))) {
        expect(data.parse(text.replace('"formatVersion":1', '"formatVersion":0')).ok).toBe(false);
      }
    });

    it('gives the same bytes for the same results', async () => {
      const [first, again] = [(await run(report)).built, (await run(report)).built];
      expect(await drawn(again)).toEqual(await drawn(first));
    });

    it('has files of its own name, and LaTeX that compiles beside that of other manifests', async () => {
      const { files, reproducible } = (await run(report)).built;
      expect(Object.keys(files).filter((file) => !file.startsWith('main.'))).toEqual([]);
      expect(Object.keys(reproducible)).toContain('main.json');
      expect(Object.keys(reproducible)).not.toContain('main.provenance.json');
      const latex = files['main.tex'];
      if (latex === undefined) return;
      expect(latexProblems(latex)).toEqual([]);
      expect(latex).toMatch(/\\label\{(?:tab|fig):small-main\}/);
    });

    it('is bitwise reproduced by equal results, and not by others', async () => {
      const before = await run(report);
      expect(new Set(verdictsOf(before, await run(report)))).toEqual(new Set(['bitwise']));
      const other = verdictsOf(before, await run(report, undefined, 3));
      expect(other.filter((verdict) => verdict !== 'bitwise')).not.toEqual([]);
    });

    it('names the seeds that are missing, and does not count them as reproduced', async () => {
      const whole = await run(report);
      const without = await run(report, ({ seed, method }) => seed === 2 && method === 'rsws');
      expect(without.built.problems).toEqual([]);
      expect(without.built.terminal).toMatch(/jobs not run: 1 of \d+ \(seed 2\)/);
      expect(verdictsOf(whole, without)).toContain('missing');
    });
  },
);

describe('the registry of report kinds', () => {
  it('has each kind once', () => {
    const kinds = reportKinds.map(({ kind }) => kind);
    expect(kinds).toEqual([...new Set(kinds)]);
  });
});

describe('data that no kind of report has', () => {
  it('are missing, whatever they are', () => {
    const profile: LockedProfile = lockedProfileOf({});
    for (const json of [null, '', '{', '7', '{"kind":"toString"}', '{"kind":"table","formatVersion":9}']) {
      const report = { name: 'main', terminal: '', json, provenance: null };
      expect(compareReports([report], profile, profile, () => undefined)).toEqual([
        {
          ...{ name: 'main', terminal: '', columns: ['Report'] },
          rows: [{ label: 'all of it', verdicts: ['missing'] }],
        },
      ]);
    }
  });
});
