/** What reruns leave in a store, and what they put right there. Each rerun builds a commit, so there are few. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rerunStoreName } from '../../runner/rerun/rerun.ts';
import { forgeResult } from '../util/forge-result.ts';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const slow = { timeout: 600_000 };
const soon = () => new Promise((resolve) => setImmediate(resolve));

test(
  'gc keeps the store of a rerun while its lock is there, and removes it with what dead reruns left',
  slow,
  async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    expect((await project.cli('rerun', 'small')).code).toBe(0);
    const stores = (): string[] => readdirSync(join(project.root, 'artifacts', 'reruns'));
    const [name = ''] = stores();
    expect(await project.cli('gc')).toMatchObject({ code: 0, err: expect.stringMatching(/ removed$/) });
    expect(stores()).toEqual([name]);

    const file = 'manifests/tests/small.yaml';
    project.write(file, project.read(file).replace('evaluations: 2', 'evaluations: 3'));
    await project.commit('more');
    await project.cli('run', 'small');
    await project.commit('lock of more');
    const listed = await project.cli('gc', '--dry-run');
    expect(listed.out).toMatch(new RegExp(`^rerun +reruns/${name} +[\\d.]+ kB$`, 'm'));
    expect(stores()).toEqual([name]);
    expect((await project.cli('gc')).out).toContain(`reruns/${name}`);
    expect(stores()).toEqual([]);
  },
);

test.each(['worktrees', 'reruns'])(
  'a link in place of %s leads no rerun to the files of others',
  async (name) => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const others = temporaryFolder();
    writeFileSync(join(others, 'precious'), '');
    const link = join(project.root, 'artifacts', name);
    symlinkSync(others, link);
    const refused =
      `error: expected ${link} to be a folder of the store, found a link\n` +
      '  help: remove the link; to keep the store on another disk, link the whole store, or use --store <folder>';
    expect(await project.cli('rerun', 'small')).toEqual({ code: 1, out: '', err: refused });
    expect(await project.cli('gc')).toEqual({ code: 1, out: '', err: refused });
    expect(readdirSync(others)).toEqual(['precious']);
  },
);

test(
  'gc --unreferenced leaves a rerun at work and one that was killed alone, and says how that goes on',
  slow,
  async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const before = project.control.started().length;
    project.control.order({ 'random/first/evaluate/s1': ['finish', 'wait'] });
    const rerun = project.start(['rerun', 'small', '-j', '1']);
    while (!project.control.started().slice(before).includes('random/first/evaluate/s1')) await soon();
    const collect = () => project.cli('gc', '--unreferenced', '--remove');
    expect(await collect()).toEqual({ code: 0, out: '', err: '0 thing(s), 0.0 MB removed' });
    rerun.kill('SIGKILL');
    await rerun;
    while (project.processes().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const folder = join(project.root, 'artifacts', 'worktrees');
    const left = readdirSync(folder);
    expect(left).toHaveLength(2);
    expect(await collect()).toEqual({
      code: 0,
      out: '',
      err:
        '0 thing(s), 0.0 MB removed\n' +
        'kept what a killed rerun of small (base) left; `reprise rerun small` goes on with it and removes its checkout',
    });
    expect(readdirSync(folder)).toEqual(left);
    const computed = project.control.started().length;
    project.control.order({});
    const next = await project.cli('rerun', 'small');
    expect(next.err).toContain('computed by an earlier rerun of this lock');
    expect(next.code).toBe(0);
    // The job that was interrupted runs again, with those that wait for it.
    expect(project.control.started().length - computed).toBeLessThan(before);
    expect(readdirSync(folder)).toEqual([]);
  },
);

test.each(['', 'objects', 'records', 'objects/ab'])(
  'a link in place of the folder %j of its own store keeps a rerun from taking results for recomputed',
  async (name) => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const { profiles } = JSON.parse(project.read('manifests/tests/small.lock.json'));
    const store = rerunStoreName('small', 'base', profiles.base);
    const link = join(project.root, 'artifacts', 'reruns', store, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(project.root, 'artifacts', name), link);
    expect(await project.cli('rerun', 'small')).toEqual({
      code: 1,
      out: '',
      err:
        `error: expected ${link} to be a folder of a rerun, which takes no results from elsewhere, found a link\n` +
        '  help: remove the link; what it led to is then computed',
    });
  },
);

test('a lock that cannot be read keeps the stores of all reruns', async () => {
  const project = await TestProject.create();
  const left = join(project.root, 'artifacts', 'reruns', 'small.base.0123456789abcdef');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'something'), 'computed');
  project.write('manifests/tests/small.lock.json', '{');
  expect((await project.cli('gc', '--dry-run')).out).not.toContain('reruns/');
  project.write('manifests/tests/small.lock.json', '');
  expect((await project.cli('gc')).out).not.toContain('reruns/');
  expect(readdirSync(left)).toEqual(['something']);
});

test(
  '--repair replaces what lock and rerun both contradict, though the rerun differs elsewhere; nothing else does',
  slow,
  async () => {
    const project = await TestProject.create();
    const wrong = 'random/first/search/s1';
    // This store has something else for one key; the lock comes from another store.
    project.control.order({ [wrong]: 'other' });
    await project.cli('run', 'small', '--no-lock');
    project.control.order({});
    await project.cli('run', 'small', '--store', temporaryFolder());
    await project.commit('lock');
    const bytesOf = async (): Promise<string> => (await project.cli('cat', wrong, 'metrics.json')).out;
    const before = await bytesOf();

    project.control.order({ 'random/second/evaluate/s12': 'other' });
    const plain = await project.cli('rerun', 'small');
    expect(plain.code).toBe(1);
    expect(plain.err).toContain(
      'first: random/second/evaluate/s12 (other bytes in metrics.json, weights.bin)',
    );
    expect(plain.err).not.toContain('replaced');
    expect(await bytesOf()).toBe(before);

    const repaired = await project.cli('rerun', 'small', '--repair');
    expect(repaired.code).toBe(1);
    expect(repaired.err).toContain(
      `the store contradicted lock and rerun in 1 job(s), first ${wrong}; their records are replaced, the old ones in quarantine`,
    );
    expect(await bytesOf()).not.toBe(before);
    project.control.order({});
    expect(await project.cli('run', 'small')).toMatchObject({
      code: 0,
      err: expect.stringContaining('holds, every digest is equal'),
    });
  },
);

test(
  'a forgery whose record, objects and journal agree is found by the lock alone, and every repair removes it',
  slow,
  async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const label = 'random/first/search/s1';
    const isForged = async (): Promise<boolean> =>
      (await project.cli('cat', label, 'weights.bin')).out === 'forged';
    const holds = { code: 0, err: expect.stringContaining('holds, every digest is equal') };

    forgeResult(project, label, 'weights.bin', 'forged');
    expect(await isForged()).toBe(true);
    expect((await project.cli('fsck')).code).toBe(0);
    expect(await project.cli('run', 'small')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${label}: other bytes in weights.bin`),
    });
    expect(await project.cli('fsck', '--lock', 'small')).toMatchObject({
      code: 1,
      err: expect.stringContaining('1 record(s) and 0 report file(s) contradict the lock of small'),
    });
    expect(await project.cli('run', 'small')).toMatchObject(holds);
    expect(await isForged()).toBe(false);

    forgeResult(project, label, 'weights.bin', 'forged');
    expect(await project.cli('rerun', 'small', '--repair')).toMatchObject({
      code: 0,
      err: expect.stringContaining(`the store contradicted lock and rerun in 1 job(s), first ${label}`),
    });
    expect(await isForged()).toBe(false);
    expect(await project.cli('run', 'small')).toMatchObject(holds);
    expect((await project.cli('fsck', '--lock', 'small')).code).toBe(0);
  },
);
