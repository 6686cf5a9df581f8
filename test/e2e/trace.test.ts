import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CliResult } from '../util/project.ts';
import { TestProject } from '../util/project.ts';

async function ranProject(): Promise<TestProject> {
  const project = await TestProject.create();
  expect((await project.cli('run', 'small')).code).toBe(0);
  return project;
}

const traceJson = async (project: TestProject, ...args: string[]) =>
  JSON.parse((await project.cli('trace', ...args, '--json')).out);

describe('trace', () => {
  test('leads from a cell to every job behind it, with the digests that the lock has', async () => {
    const project = await ranProject();
    const lock = JSON.parse(project.read('manifests/tests/small.lock.json')).profiles.base;
    const table = JSON.parse(project.reports('small.base')['main.json'] ?? '');
    const trace = await traceJson(project, 'small', 'random/second', 'test.errorPercent');
    expect(trace.cell).toEqual([11, 12, 13].map((seed) => `random/second/evaluate/s${seed}`));
    const labels = trace.jobs.map(({ label }: { label: string }) => label);
    expect(labels.slice(0, 4)).toEqual([...trace.cell, 'random/second/evaluate/select']);
    for (const { label, result, state, asLocked } of trace.jobs) {
      expect([state, asLocked]).toEqual(['current', true]);
      expect(result.key).toBe(lock.jobs[label].key);
      expect(result.outputs).toEqual(lock.jobs[label].outputs);
    }
    const selection = trace.jobs[3].result.selection;
    const winners = selection.candidates.filter(({ kept }: { kept: boolean }) => kept);
    expect(winners).toHaveLength(1);
    const search = winners[0].label.replace('/retrain/', '/search/');
    // The loser's jobs stand behind no number of the cell.
    expect(labels.slice(4)).toEqual([winners[0].label, search]);
    expect(trace.jobs.at(-1).result.trials).toMatchObject({ count: 3, field: 'validationErrorPercent' });
    expect(JSON.stringify(table)).toContain(String(trace.summary.mean));
  });

  test('shows a job that failed, those that were never computed, and what to do', async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/retrain/s2': 'throw' });
    await project.cli('run', 'small');
    const trace = await traceJson(project, 'small', 'random first', 'Test error');
    const states = trace.jobs.map(({ label, state }: Record<string, string>) => `${label} ${state}`);
    expect(states).toEqual([
      'random/first/evaluate/s1 absent',
      'random/first/evaluate/s2 absent',
      'random/first/evaluate/s3 absent',
      'random/first/evaluate/select absent',
      'random/first/retrain/s1 current',
      'random/first/retrain/s2 failed',
      'random/first/search/s1 current',
      'random/first/search/s2 current',
    ]);
    const { out } = await project.cli('trace', 'small', 'random/first', 'test.errorPercent');
    expect(out).toContain('cell        no value of 3 jobs\n');
    expect(out).toContain('because  an unexpected error: boom; help: ');
    const [, key = ''] = /random\/first\/retrain\/s2\n[\s\S]*?reprise show ([0-9a-f]{12})/.exec(out) ?? [];
    expect((await project.cli('show', key)).out).toContain('because  an unexpected error: boom');
    expect(out).toContain(
      'rerun: there is no lock of it yet; `reprise run small` on a committed tree writes one',
    );
  });

  test('after a change of settings it shows what the table was computed from, and says so', async () => {
    const project = await ranProject();
    const before = await traceJson(project, 'small', 'random/first', 'test.errorPercent');
    const file = 'manifests/tests/small.yaml';
    project.write(file, project.read(file).replace('evaluations: 2', 'evaluations: 3'));
    const after = await traceJson(project, 'small', 'random/first', 'test.errorPercent');
    expect(after.jobs.map(({ state }: { state: string }) => state)).toEqual(before.jobs.map(() => 'earlier'));
    expect(after.jobs.map(({ result }: { result: unknown }) => result)).toEqual(
      before.jobs.map(({ result }: { result: unknown }) => result),
    );
    const { out } = await project.cli('trace', 'small', 'random/first', 'test.errorPercent');
    expect(out).toContain(
      'status    in the store, of other code, data or settings than those of this folder, as locked\n',
    );
  });

  test('a word that means several rows is refused with them', async () => {
    const project = await TestProject.create();
    expect(await project.cli('trace', 'small', 'random', 'test.errorPercent')).toEqual({
      code: 2,
      out: '',
      err:
        'error: expected one row, found 2 that "random" means: random/first, random/second\n' +
        '  help: name one, for example "random/first"',
    });
  });
});

describe('one job', () => {
  /** Two profiles whose jobs have the same labels. */
  async function twoProfiles(): Promise<TestProject> {
    const project = await ranProject();
    await project.commit('lock');
    expect((await project.cli('run', 'small', '-p', 'tiny')).code).toBe(0);
    return project;
  }
  const label = 'random/first/search/s1';
  const keyOf = (shown: CliResult): string => /job key +([0-9a-f]{64})/.exec(shown.out)?.[1] ?? '';

  test('a label that several jobs have is refused with the candidates; manifest, profile or key choose', async () => {
    const project = await twoProfiles();
    const locked = JSON.parse(project.read('manifests/tests/small.lock.json')).profiles;
    const [base, tiny] = [locked.base.jobs[label].key, locked.tiny.jobs[label].key];
    const refused = await project.cli('show', label);
    expect(refused.code).toBe(2);
    const lines = refused.err.split('\n');
    expect(lines[0]).toBe(`error: expected the name of one job, found 2 called "${label}":`);
    const candidate = (key: string, profile: string) =>
      expect.stringMatching(new RegExp(`^    ${key.slice(0, 12)}  ${label}  20.*Z  of small.${profile}$`));
    const candidates = [candidate(base, 'base'), candidate(tiny, 'tiny')];
    expect(lines.slice(1, 3)).toEqual(expect.arrayContaining(candidates));
    expect(lines[3]).toBe(
      '  help: name one by its key, or pass --manifest <id> and, where it has profiles, --profile <name>',
    );
    expect(keyOf(await project.cli('show', label, '--manifest', 'small'))).toBe(base);
    expect(keyOf(await project.cli('show', label, '--manifest', 'small', '-p', 'tiny'))).toBe(tiny);
    expect(keyOf(await project.cli('show', label, '-p', 'tiny'))).toBe(tiny);
    expect(keyOf(await project.cli('show', tiny.slice(0, 12)))).toBe(tiny);
    const other = await project.cli('show', label, '-p', 'other');
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err.split('\n')).toEqual([
      `error: expected a job "${label}" of the profile other, found only some that are of no such run:`,
      ...lines.slice(1, 3),
      '  help: name one by its key, or leave out --profile',
    ]);
    for (const command of ['cat', 'arch']) {
      expect(await project.cli(command, label)).toMatchObject({ code: 2, out: '', err: refused.err });
    }
    const forgotten = await project.cli('gc', '--forget', label);
    expect(forgotten).toMatchObject({ code: 2, out: '' });
    expect(forgotten.err.split('\n').at(-1)).toBe('  help: name one by its key');
    expect(await project.cli('gc', '--forget', tiny.slice(0, 12))).toMatchObject({
      code: 0,
      out: `forgotten  ${label}  ${tiny}`,
    });
    expect(keyOf(await project.cli('show', label))).toBe(base);
  });

  test('of a manifest that has no result of it yet, the message computes it', async () => {
    const project = await TestProject.create();
    expect(await project.cli('show', label, '--manifest', 'small')).toEqual({
      code: 2,
      out: '',
      err:
        `error: expected a job that was computed, found no result of ${label} of small.base\n` +
        '  help: `reprise run small` computes it',
    });
    expect(await project.cli('show', 'random/first/search/s9', '--manifest', 'small')).toMatchObject({
      code: 2,
      err:
        'error: expected the label of a job of small.base, found "random/first/search/s9"\n' +
        '  help: did you mean "random/first/search/s1"?',
    });
  });

  test('show prints what was measured and what a selection chose', async () => {
    const project = await ranProject();
    const metrics = JSON.parse((await project.cli('cat', 'random/first/retrain/s2', 'metrics.json')).out);
    const shown = (await project.cli('show', 'random/first/retrain/s2')).out;
    expect(shown).toContain(`validation.errorPercent  ${metrics.validation.errorPercent.toFixed(2)} %\n`);
    const selection = JSON.parse(
      (await project.cli('cat', 'random/first/evaluate/select', 'selection.json')).out,
    );
    const chosen = (await project.cli('show', 'random/first/evaluate/select')).out;
    const [winner, loser] = selection.candidates;
    expect(chosen).toContain(
      'selection\n' +
        '  rule  1 by validation.errorPercent, ties to lowest seed\n' +
        `  kept  seed ${winner.seed}: ${winner.value}\n` +
        `        seed ${loser.seed}: ${loser.value}\n`,
    );
    const [json] = JSON.parse((await project.cli('show', 'random/first/evaluate/select', '--json')).out);
    expect(json.selection).toEqual(selection);
  });

  test('cat gives the bytes of an output by job or by digest, and names what there is', async () => {
    const project = await ranProject();
    const lock = JSON.parse(project.read('manifests/tests/small.lock.json')).profiles.base.jobs[label];
    const digest: string = lock.outputs['weights.bin'];
    const stored = readFileSync(join(project.root, 'artifacts/objects', digest.slice(0, 2), digest));
    const target = join(project.root, 'artifacts/weights');
    for (const what of [[label, 'weights.bin'], [lock.key.slice(0, 8), 'weights.bin'], [digest]]) {
      const { stdout } = await project
        .start(['cat', ...what], {})
        .pipe('node', [
          '-e',
          `process.stdin.pipe(require('fs').createWriteStream(${JSON.stringify(target)}))`,
        ]);
      expect(stdout).toBe('');
      expect(readFileSync(target).equals(stored)).toBe(true);
    }
    expect(await project.cli('cat', label, 'metrics.jsn')).toEqual({
      code: 2,
      out: '',
      err:
        `error: expected an output of ${label}, one of architecture.json, metrics.json, trajectory.jsonl, weights.bin; found "metrics.jsn"\n` +
        '  help: did you mean "metrics.json"?',
    });
    expect((await project.cli('cat', 'nothing')).err).toBe(
      'error: expected the label, job key or artifact id of a job in the store, found nothing called "nothing"\n' +
        '  help: `reprise list` shows manifests, `reprise plan <id>` jobs; eight digits of an id are enough',
    );
  });

  test('cat refuses bytes that are not what their name says', async () => {
    const project = await ranProject();
    const lock = JSON.parse(project.read('manifests/tests/small.lock.json')).profiles.base.jobs[label];
    const digest: string = lock.outputs['metrics.json'];
    project.replace(`artifacts/objects/${digest.slice(0, 2)}/${digest}`, '{}');
    const { code, out, err } = await project.cli('cat', label, 'metrics.json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      new RegExp(
        `^error: object ${digest} is damaged: its bytes hash to [0-9a-f]{64}; it was moved to .*/quarantine/${digest}.*, and the job that made it must run again$`,
      ),
    );
  });
});

const page = readFileSync('docs/tracing.md', 'utf8');
const block = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (found) => found[1] ?? '',
  );

/** What depends on the commit, the machine and the engine: ids, numbers, curves, the operations found. */
const masked = (text: string): string =>
  text
    .replace(/\{"genotype".*\}/g, '{…}')
    .replace(/[0-9a-f]{64}|[0-9a-f]{40}|\b[0-9a-f]{12}\b/g, '#')
    .replace(/[▁▂▃▄▅▆▇█]+/g, '~')
    .replace(/\d[\d.,]*/g, '0')
    .replace(/ +/g, ' ')
    .trimEnd();

test('the transcript of the documentation is what its commands print, and each command that it advises works', async () => {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/traced/traced.yaml', block('yaml')[0] ?? '');
  await project.commit('traced');
  expect((await project.cli('run', 'traced')).code).toBe(0);
  await project.commit('lock');
  const [transcript = ''] = block('console');
  const [call = '', ...printed] = transcript.split('\n');
  const traced = await project.cli(...call.replace('$ reprise ', '').split(' '));
  expect(traced.code).toBe(0);
  expect(masked(traced.out)).toBe(masked(printed.join('\n')));
  const advised = [...traced.out.matchAll(/ see +reprise (.*)/g)].map((found) => found[1] ?? '');
  expect(advised.length).toBeGreaterThan(10);
  for (const command of new Set(advised)) {
    const { code, out, err } = await project.cli(...command.split(' '));
    expect([command, code, err]).toEqual([command, 0, '']);
    expect(out).not.toBe('');
  }
  expect(project.read('architecture.svg')).toContain('<svg');
}, 180_000);
