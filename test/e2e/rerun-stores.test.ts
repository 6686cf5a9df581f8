/** What reruns leave in a store, and what they put right there. Each rerun builds a commit, so there are few. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const slow = { timeout: 600_000 };

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
