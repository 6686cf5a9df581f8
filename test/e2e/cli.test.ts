import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const commands = [
  'new',
  'check',
  'list',
  'plan',
  'run',
  'rerun',
  'status',
  'watch',
  'logs',
  'show',
  'trace',
  'cat',
  'explain',
  'doctor',
  'data',
  'data add',
  'data list',
  'export',
  'import',
  'verify',
  'audit',
  'fsck',
  'gc',
  'completion',
  'serve',
  'report',
];

const bare = (cwd: string, ...args: string[]) =>
  execa(process.execPath, [resolve('dist/cli.js'), ...args], { cwd, reject: false, env: { CI: 'true' } });

describe('the command line', () => {
  test.each(commands)('%s --help says what it is for and exits 0', async (command) => {
    const { exitCode, stdout } = await bare('.', ...command.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: reprise ${command}`));
  });

  test('an unknown command is answered with the nearest one and exit code 2', async () => {
    const { exitCode, stderr } = await bare('.', 'rnu');
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "error: unknown command 'rnu'\n(Did you mean run?)\n(reprise --help shows the commands)",
    );
  });

  test('a wrong number of workers is refused with the law and the value', async () => {
    const { exitCode, stderr } = await bare('.', 'run', 'x', '-j', '0');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected an integer in [1, 9999], got `0`.');
  });

  test('outside a project every command says so', async () => {
    const folder = temporaryFolder();
    const { exitCode, stderr } = await bare(folder, 'list');
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: expected a project, found no folder \`manifests\` in ${folder} or above it\n` +
        '  help: change into a clone of your experiments, or create the folder and commit it',
    );
  });

  test('an unknown id is answered with the nearest one', async () => {
    const project = await TestProject.create();
    const { code, err } = await project.cli('plan', 'smal');
    expect(code).toBe(2);
    expect(err).toContain('help: did you mean "small"?');
  });

  test('a broken manifest stops plan and run with its errors, and leaves nothing behind', async () => {
    const project = await TestProject.create();
    project.write(
      'manifests/tests/small.yaml',
      project.read('manifests/tests/small.yaml').replace('epochs: 1,', 'epohcs: 1,'),
    );
    for (const command of ['plan', 'run', 'check', 'show']) {
      const { code, err } = await project.cli(command, 'small');
      expect(code).toBe(2);
      expect(err).toContain('manifests/tests/small.yaml:10:');
      expect(err).toContain('help: did you mean "epochs"?');
      expect(err).not.toContain('    at ');
    }
    expect((await project.git('status', '--porcelain')).trim()).toBe('M manifests/tests/small.yaml');
  });

  test('new writes a manifest that passes its check and can be planned', async () => {
    const project = await TestProject.create();
    expect(await project.cli('new', 'my-first')).toMatchObject({
      code: 0,
      out: 'manifests/my/my-first.yaml',
    });
    expect((await project.cli('check', 'my-first')).out).toBe('manifests/my/my-first.yaml: good, 12 jobs');
    await project.commit('new');
    expect((await project.cli('plan', 'my-first')).code).toBe(0);
    expect((await project.cli('new', 'my-first')).err).toContain(
      'expected a new id, found manifests/my/my-first.yaml',
    );
  });

  test('list, status and show tell what there is', async () => {
    const project = await TestProject.create();
    expect((await project.cli('list')).out).toBe(
      'ID     PROFILES  TITLE                                       FILE\n' +
        'small  tiny      A small experiment for tests of the runner  manifests/tests/small.yaml',
    );
    await project.cli('run', 'small');
    const status = await project.cli('status');
    expect(status.out).toMatch(
      /small +base +16\/16 +- +- +same code +\d{8}T\d{6}Z-small\.base-\d+\nsmall +tiny +0\/16 +- +- +none +-/,
    );
    expect((await project.cli('show', 'small')).out).toMatch(/seed sets +first \(1, 2\); second \(11, 12\)/);
  });

  test('status says that the code or the manifest is other where a key has moved, and only there', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    await project.commit('lock');
    const lockOf = async (): Promise<string> => {
      const [base] = JSON.parse((await project.cli('status', '--json')).out);
      return `${base.done}/${base.jobs} ${base.lock}`;
    };
    const changed = async (path: string, change: (text: string) => string): Promise<string> => {
      const before = project.read(path);
      project.write(path, change(before));
      const lock = await lockOf();
      project.write(path, before);
      return lock;
    };
    const comment = (text: string): string => `${text}// another comment\n`;
    expect(await changed('runner/report/kinds/table/report-table.ts', comment)).toBe('16/16 same code');
    expect(await changed('experiments/method/tpe.ts', comment)).toBe('16/16 same code');
    expect(await changed('experiments/method/random.ts', comment)).toBe('0/16 other code');
    const manifest = 'manifests/tests/small.yaml';
    const titled = (text: string): string => text.replace('title: A small', 'title: A little');
    expect(await changed(manifest, titled)).toBe('16/16 same code');
    const longer = (text: string): string => text.replace('evaluations: 2', 'evaluations: 3');
    expect(await changed(manifest, longer)).toBe('0/16 other manifest');
    // What is locked needs no store to be compared with.
    rmSync(join(project.root, 'artifacts'), { recursive: true });
    expect(await lockOf()).toBe('0/16 same code');
  });

  test('show finds a record by artifact id, key, label or object, and every number of a table leads to one', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    const provenance = JSON.parse(project.reports('small.base')['main.provenance.json'] ?? '');
    const [value] = provenance.cells[0].values;
    const shown = await project.cli('show', value.artifactId.slice(0, 12));
    expect(shown.out).toContain('random/first/evaluate/s1');
    expect(shown.out).toContain(value.jobKey);
    expect((await project.cli('show', 'random/first/evaluate/s1')).out).toBe(shown.out);
    expect(await project.cli('show', 'nothing')).toMatchObject({
      code: 2,
      err: expect.stringContaining('found nothing called "nothing"'),
    });
  });

  test('a data set that is absent is asked for by name, before anything runs', async () => {
    const project = await TestProject.create();
    const { code, err } = await project.cli('run', 'small', '--set', 'task.data=cifar10');
    expect(code).toBe(2);
    expect(err).toContain('reprise data add cifar10 --from');
    expect(project.control.started()).toEqual([]);
  });

  test('--set overrides a setting, is checked like a file, and writes no lock', async () => {
    const project = await TestProject.create();
    const wrong = await project.cli('plan', 'small', '--set', 'task.dat=textures10');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--set task.dat=textures10:1:6') });
    const run = await project.cli('run', 'small', '--set', 'methods.random.evaluations=5');
    expect(run.err).toContain(
      'lock: not written, since --set makes this another experiment than the committed one',
    );
  });

  test('gc --dry-run removes nothing, fsck finds nothing wrong', async () => {
    const project = await TestProject.create();
    await project.cli('run', 'small');
    expect(await project.cli('gc', '--dry-run')).toMatchObject({
      code: 0,
      err: expect.stringContaining('could go'),
    });
    expect(await project.cli('fsck')).toMatchObject({
      code: 0,
      err: '16 records verified, 0 problem(s), 0 orphan(s)',
    });
  });
});
