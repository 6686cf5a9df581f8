/** All kinds of reports through the real command line. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const reports = `  ranks:
    kind: correlation
    title: Search against stand-alone training
    x: { metric: validation.errorPercent, stage: search }
    y: { metric: validation.errorPercent, stage: retrain }
  gain: { kind: paired, title: Against random search, metric: test.errorPercent, stage: evaluate, baselines: { longer: random } }
  anytime: { kind: curve, title: Best found, stage: search, phase: score, x: trial, y: validationErrorPercent, bestSoFar: lowest, step: true }
  sizes:
    kind: scatter
    title: Size against error
    x: { metric: model.parameters, stage: retrain }
    y: { metric: validation.errorPercent, stage: retrain }
  trials: { kind: rows, title: All trials, stage: search, file: trajectory.jsonl }
profiles:`;

const longer = `  longer: { kind: random, evaluations: 4, trial: { epochs: 1, batchSize: 8, initialChannels: 4, layers: 3 } }
stages:`;

const file = 'manifests/tests/small.yaml';

/** Replaces texts of the manifest, and commits it. */
async function edit(project: TestProject, replacements: readonly (readonly [string, string])[]) {
  let text = project.read(file);
  for (const [from, to] of replacements) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  project.write(file, text);
  await project.commit('edit');
}

async function projectWithReports(...more: readonly (readonly [string, string])[]): Promise<TestProject> {
  const project = await TestProject.create();
  await edit(project, [['profiles:', reports], ['stages:', longer], ...more]);
  return project;
}

const tableFiles = ['csv', 'json', 'md', 'provenance.json', 'tex', 'txt'];
const figureFiles = ['csv', 'json', 'md', 'pdf', 'provenance.json', 'svg', 'tex', 'txt'];
const dataFiles = ['json', 'provenance.json', 'txt'];

describe('reports of all kinds', () => {
  test('are made, locked, made again with the same bytes, and recomputed from nothing', async () => {
    const project = await projectWithReports();
    const first = await project.cli('run', 'small', '-j', '2');
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('small.lock.json written') });
    expect(first.out).toMatch(/difference \(n=6\) +p\n[- ]+\nlonger +random +\d/);
    expect(first.out).toContain('All trials (textures10): 24 rows of 8 jobs');
    const made = project.reports('small.base');
    const expected = {
      ...{ main: tableFiles, ranks: tableFiles, gain: tableFiles },
      ...{ anytime: figureFiles, sizes: figureFiles, trials: dataFiles },
    };
    const names = Object.entries(expected).flatMap(([name, ends]) => ends.map((end) => `${name}.${end}`));
    expect(Object.keys(made).sort()).toEqual(names.sort());
    const rows: Record<string, unknown>[] = JSON.parse(made['trials.json'] ?? '');
    expect(rows).toHaveLength(24);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'seed',
      'method',
      'phase',
      'trial',
      'validationErrorPercent',
    ]);

    await project.commit('lock');
    const second = await project.cli('run', 'small');
    expect(second).toMatchObject({ code: 0, out: first.out });
    expect(second.err).toContain('holds, every digest is equal');
    expect(project.reports('small.base')).toEqual(made);

    const rerun = await project.cli('rerun', 'small');
    expect(rerun).toMatchObject({ code: 0, err: expect.stringContaining('every digest is equal') });
    expect(rerun.out).toMatch(/^longer against random +bitwise +bitwise$/m);
    expect(rerun.out).toMatch(/^all jobs +bitwise$/m);
    expect(rerun.out).not.toContain('report files that differ');
  });

  test('a rerun is held against the numbers of the locked reports, where they are at hand', async () => {
    const project = await projectWithReports();
    await project.cli('run', 'small', '-j', '2');
    await project.commit('lock');
    project.control.order({ 'longer/first/search/s1': ['finish', 'other'] });
    const { code, out } = await project.cli('rerun', 'small');
    expect(code).toBe(1);
    // The job has other metrics, but the trajectory that the line shows is the same.
    expect(out).toMatch(/^random +bitwise\nlonger +within tolerance$/m);
    expect(out).toMatch(/^all jobs +bitwise$/m);
    expect(out).toMatch(/^longer against random +(?!bitwise)/m);
    rmSync(join(project.root, 'artifacts/reports/small.base/anytime.json'));
    const again = await project.cli('rerun', 'small');
    expect(again.out).toMatch(/^random +bitwise\nlonger +differs$/m);
  });

  test('a field that no trajectory can have is refused before anything runs', async () => {
    const project = await projectWithReports(['y: validationErrorPercent,', 'y: errorPercent,']);
    const { code, err } = await project.cli('run', 'small');
    expect(code).toBe(2);
    expect(err).toContain('error: unknown field "errorPercent" in reports.anytime.y\n');
    expect(err).toContain(
      '\nexpected one of trial, epochs, validationErrorPercent, validationLoss, found "errorPercent"',
    );
  });

  test('a field that no trajectory has is an error that names the fields there are, and nothing is locked', async () => {
    const project = await projectWithReports(['y: validationErrorPercent,', 'y: epochs,']);
    const { code, out, err } = await project.cli('run', 'small', '-j', '2');
    expect(code).toBe(1);
    expect(out).toContain(
      'error: reports.anytime: expected numbers of random/first/search/s1 (trajectory.jsonl), ' +
        'some of trial, validationErrorPercent; found "epochs"\n',
    );
    expect(err).not.toContain('lock:');
    expect(Object.keys(project.reports('small.base'))).not.toContain('anytime.svg');
    expect(Object.keys(project.reports('small.base'))).toContain('sizes.svg');

    await edit(project, [
      ['y: epochs,', 'y: validationErrorPercent,'],
      ['trajectory.jsonl', 'table.jsonl'],
    ]);
    const other = await project.cli('run', 'small');
    expect(other.code).toBe(1);
    expect(other.out).toContain(
      'error: reports.trials.file: expected an output of random/first/search/s1, one of trajectory.jsonl; found "table.jsonl"',
    );
  });
});
