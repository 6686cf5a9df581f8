import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

describe('reprise run', () => {
  test('computes every job, prints the table and writes a lock; a second run computes nothing', async () => {
    const project = await TestProject.create();
    const first = await project.cli('run', 'small', '-j', '2');
    expect(first.code).toBe(0);
    expect(first.out).toContain('random  first');
    expect(first.err).toContain('16 jobs executed, 0 from the store, 0 failed');
    expect(first.err).toContain('lock: manifests/tests/small.lock.json written; commit it');
    const lock = JSON.parse(project.read('manifests/tests/small.lock.json'));
    expect(Object.keys(lock.profiles.base.jobs)).toHaveLength(16);
    const second = await project.cli('run', 'small');
    expect(second.err).toContain('0 jobs executed, 16 from the store, 0 failed');
    expect(second.err).toContain('lock: manifests/tests/small.lock.json holds, every digest is equal');
    expect(second.out).toBe(first.out);
  });

  test('worker count, folder, time zone and locale leave the bytes alone', async () => {
    const [one, other] = [await TestProject.create(), await TestProject.create()];
    await one.start(['run', 'small', '-j', '1']);
    await other.start(['run', 'small', '-j', '3'], {
      TZ: 'Asia/Kathmandu',
      LANG: 'sv_SE.UTF-8',
      LC_ALL: 'sv_SE.UTF-8',
    });
    expect(other.reports('small.base')).toEqual(one.reports('small.base'));
    expect(other.read('manifests/tests/small.lock.json')).toBe(one.read('manifests/tests/small.lock.json'));
  });

  test('a dirty tree is refused, or marked', async () => {
    const project = await TestProject.create();
    project.write('experiments/data/new.ts', '// unfinished\n');
    const refused = await project.cli('run', 'small');
    expect(refused).toEqual({
      code: 2,
      out: '',
      err:
        'error: expected a committed tree, found 1 uncommitted change(s):\n    experiments/data/new.ts\n' +
        '  help: commit them, so that the results can be traced; or pass --allow-dirty, which marks every result `dirty`',
    });
    const allowed = await project.cli('run', 'small', '--allow-dirty');
    expect(allowed.code).toBe(0);
    expect(allowed.out).toContain('dirty: computed from an uncommitted tree');
    expect(allowed.err).toContain(
      'lock: not written, since the results come from a tree with uncommitted changes',
    );
  });

  test('a clean run owes nothing to a dirty one, even where the code is the same', async () => {
    const project = await TestProject.create();
    project.write('notes.txt', 'unfinished\n');
    await project.cli('run', 'small', '--allow-dirty');
    await project.commit('notes');
    const { err, out } = await project.cli('run', 'small');
    expect(err).toContain('16 jobs executed, 0 from the store');
    expect(err).toContain('lock: manifests/tests/small.lock.json written; commit it');
    expect(out).not.toContain('dirty');
  });

  test('a failed job is named with its cause, the rest is computed, and the exit code is 1', async () => {
    const project = await TestProject.create();
    project.control.order({ 'random/first/retrain/s1': 'refuse' });
    const { code, err, out } = await project.cli('run', 'small');
    expect(code).toBe(1);
    expect(err).toContain(
      'error: random/first/retrain/s1: not like this\n  help: do it otherwise\n4 job(s) that need them were not run',
    );
    expect(err).toContain('11 jobs executed, 0 from the store, 5 failed');
    expect(out).toContain('failed jobs: 3 of 3 (seeds 1, 2, 3)');
  });

  test('a change of a setting reruns what it touches, and the plan says why', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    project.write(
      'manifests/tests/small.yaml',
      project.read('manifests/tests/small.yaml').replace('count: 3', 'count: 4'),
    );
    await project.commit('one more seed');
    const plan = await project.cli('plan', 'small');
    expect(plan.out).toContain('16 from the store, 2 to run, 0 to run once their inputs are known');
    const run = await project.cli('run', 'small');
    expect(run.err).toContain('2 jobs executed, 16 from the store');
  });

  test('a profile changes the settings that it names', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const plan = await project.cli('plan', 'small', '--profile', 'tiny');
    expect(plan.out).toContain('small.tiny: 16 jobs');
    expect(plan.out).toContain('0 from the store, 4 to run, 12 to run once their inputs are known');
    const text = project.read('manifests/tests/small.yaml');
    const plain = text.replace('id: small', 'id: plain').replace(/^profiles:\n(?: .*\n)+/m, '');
    project.write('manifests/tests/plain.yaml', plain);
    const explained = await project.cli('explain', 'random/first/search/s1', '--profile', 'tiny');
    expect(explained.err).toBe('');
    expect(explained.out).toContain('parameters.method.evaluations  2  ->  1');
  });

  test('a comment and the order of keys change nothing', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    const text = project.read('manifests/tests/small.yaml');
    project.write(
      'manifests/tests/small.yaml',
      `${text.replace(/^task:.*\n/m, '')}# a comment\n${/^task:.*\n/m.exec(text)?.[0]}`,
    );
    await project.commit('moved a line');
    expect((await project.cli('run', 'small')).err).toContain('0 jobs executed, 16 from the store');
  });

  test('--json prints one event a line and an outcome', async () => {
    const project = await TestProject.create();
    const { out } = await project.cli('run', 'small', '--json');
    const events = out.split('\n').map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'run-started', jobs: 16 });
    expect(events.filter(({ type }) => type === 'job-done')).toHaveLength(16);
    expect(events.at(-1)).toMatchObject({ type: 'outcome', executed: 16, failed: 0, lock: 'written' });
  });
});
