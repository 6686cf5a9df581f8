import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const configOf = (project: TestProject): string =>
  join(project.root, '..', 'config', 'reprise', 'config.json');

function configure(project: TestProject, text: string): void {
  mkdirSync(dirname(configOf(project)), { recursive: true });
  writeFileSync(configOf(project), text);
}

describe('where results and data are kept', () => {
  test('an option goes before a variable, that before the setting of the user, that before the default', async () => {
    const project = await TestProject.create();
    const at = (name: string): string => join(project.root, '..', name);
    const placesOf = async (args: readonly string[], env: Record<string, string>): Promise<string[]> => {
      const { stdout } = await project.start(['doctor', '--json', ...args], env);
      const findings: { subject: string; found: string }[] = JSON.parse(stdout);
      const of = (subject: string): string =>
        findings.find((finding) => finding.subject === subject)?.found ?? '';
      return [of('store').replace(/^.* for /, ''), of('data sets')];
    };
    const env = { REPRISE_STORE: at('b'), REPRISE_DATA: at('d') };
    expect(await placesOf([], {})).toEqual([
      `${project.root}/artifacts (default)`,
      `in ${project.root}/artifacts/data (default)`,
    ]);
    configure(project, JSON.stringify({ store: at('c') }));
    expect(await placesOf([], {})).toEqual([
      `${at('c')} (${configOf(project)})`,
      `in ${project.root}/artifacts/data (default)`,
    ]);
    expect(await placesOf([], env)).toEqual([`${at('b')} (REPRISE_STORE)`, `in ${at('d')} (REPRISE_DATA)`]);
    expect(await placesOf(['--store', '../a'], env)).toEqual([
      `${at('a')} (--store)`,
      `in ${at('d')} (REPRISE_DATA)`,
    ]);
  });

  test('a run uses the folder that the variable names, and a plan finds its results there', async () => {
    const project = await TestProject.create();
    const env = { REPRISE_STORE: join(project.root, '..', 'elsewhere') };
    expect((await project.start(['run', 'small'], env)).exitCode).toBe(0);
    expect(existsSync(join(project.root, 'artifacts'))).toBe(false);
    expect((await project.start(['plan', 'small'], env)).stdout).toContain('16 from the store, 0 to run');
  });

  test.each([
    ['{', ': settings: expected valid JSON, found '],
    [
      '{ "stor": "/x" }',
      ': settings /stor: expected no field of this name, found "/x"\n  help: it has the keys `store` and `data`, such as ',
    ],
    [
      '{ "store": "x" }',
      ': expected `store` to be an absolute path or one that begins with ~/, found "x"\n  help: ',
    ],
  ])('settings %s are refused by the name of their file', async (text, message) => {
    const project = await TestProject.create();
    configure(project, text);
    const { code, err } = await project.cli('list');
    expect(code).toBe(2);
    expect(err).toContain(`error: ${configOf(project)}${message}`);
  });

  test.each([
    ['.', '', 'is the project itself'],
    ['..', '..', 'holds the project'],
    ['manifests', 'manifests', "belongs to the project's manifests"],
    ['experiments/results', 'experiments/results', "belongs to the project's experiments"],
  ])('no store can be at %s, and nothing is written there', async (given, place, why) => {
    const project = await TestProject.create();
    const path = join(project.root, place);
    const said = {
      code: 2,
      out: '',
      err:
        `error: expected a folder for results alone, found ${path}, which ${why}; --store names it\n` +
        `  help: git must not see results, nor the build take them for sources; name a folder such as --store ${join(project.root, 'artifacts')}`,
    };
    for (const command of [['check'], ['run', 'small'], ['plan', 'small'], ['gc']]) {
      expect(await project.cli(...command, '--store', given)).toEqual(said);
    }
    expect(existsSync(join(path, '.gitignore'))).toBe(given === '.');
    expect(await project.git('status', '--porcelain')).toBe('');
  });

  test('a folder of the project that has no meaning of its own can hold the store, which git does not see', async () => {
    const project = await TestProject.create();
    expect((await project.cli('run', 'small', '--store', 'results/mine', '--no-lock')).code).toBe(0);
    expect(await project.git('status', '--porcelain')).toBe('');
  });

  test('a file in the way is told with whoever named it', async () => {
    const project = await TestProject.create();
    const file = join(project.root, 'package.json');
    const { exitCode, stderr } = await project.start(['plan', 'small'], { REPRISE_STORE: file });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: expected a folder for results, found a file at ${file}, which REPRISE_STORE names\n` +
        '  help: move the file, or name a folder with --store, REPRISE_STORE or your settings',
    );
  });
});

describe('gc --unreferenced', () => {
  const file = 'manifests/tests/small.yaml';

  test('lists what neither lock, latest run nor manifest names, with sizes; --remove removes that alone', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small', '--no-lock');
    expect(await project.cli('gc', '--unreferenced')).toMatchObject({
      code: 0,
      out: '',
      err: '0 thing(s), 0.0 MB could go',
    });
    project.write(file, project.read(file).replace('evaluations: 2', 'evaluations: 3'));
    await project.commit('more');
    await project.cli('run', 'small');
    const listed = await project.cli('gc', '--unreferenced');
    expect(listed.out.match(/^record .* kB +random\/first\/search\/s1$/gm)).toHaveLength(1);
    expect(listed.out.match(/^record /gm)).toHaveLength(16);
    expect(listed.err).toMatch(/ could go; `reprise gc --unreferenced --remove` removes them$/);
    expect((await project.cli('fsck')).err).toContain('32 records verified');
    expect((await project.cli('gc', '--unreferenced', '--remove')).err).toMatch(/ removed$/);
    expect(await project.cli('fsck')).toMatchObject({
      code: 0,
      err: '16 records verified, 0 problem(s), 0 orphan(s)',
    });
    expect((await project.cli('plan', 'small')).out).toContain('16 from the store, 0 to run');
  });

  test('what a lock names stays, though manifest and latest run have gone on', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    project.write(file, project.read(file).replace('evaluations: 2', 'evaluations: 3'));
    await project.commit('more');
    await project.cli('run', 'small', '--no-lock');
    expect((await project.cli('gc', '--unreferenced')).out).not.toContain('record');
  });

  test('a manifest or a lock that cannot be read keeps everything', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    project.write('manifests/tests/torn.yaml', 'id: torn\nmethods: {\n');
    const { code, out, err } = await project.cli('gc', '--unreferenced', '--remove');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('manifests/tests/torn.yaml:');
    expect(err).toMatch(/error: nothing was removed, since it is not known which results these need$/);
  });

  test('--remove alone, or with --dry-run, is refused', async () => {
    const project = await TestProject.create();
    expect((await project.cli('gc', '--remove')).code).toBe(2);
    expect((await project.cli('gc', '--unreferenced', '--remove', '--dry-run')).code).toBe(2);
  });
});
