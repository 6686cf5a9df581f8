/** Reprise as a package of another repository: as `npm pack` makes it, with papers of its own and modules of theirs. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeContents } from '../../runner/build/contents.ts';
import { PackageProject, packReprise } from '../util/package-project.ts';
import { TestProject } from '../util/project.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const slow = { timeout: 900_000 };
const folder = mkdtempSync(join(tmpdir(), 'reprise-pack-'));
let archive = '';

beforeAll(async () => {
  archive = await packReprise(folder);
}, slow.timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A committed project as `reprise init` writes it. */
async function initialised(): Promise<PackageProject> {
  const project = await PackageProject.create(archive);
  expect((await project.cli('init')).code).toBe(0);
  await project.commit('start');
  return project;
}

/** The labels and keys that a plan shows. */
const keysIn = (plan: string): string[] =>
  plan.split('\n').flatMap((line) => /^ +\w+ +([0-9a-f]{12} +\S+)/.exec(line)?.[1] ?? []);

const method = readFileSync('test/fixtures/own-method.ts', 'utf8');
const first = 'manifests/first/first-table.yaml';
const lockFile = 'manifests/first/first-table.lock.json';
const withOwnMethod = (text: string): string =>
  text.replace(
    '\nstages:',
    '  mine: { label: First of several, kind: first-of-several, drawn: 2, simulatedSeconds: 100 }\n\nstages:',
  );

test('an archive holds sources, a build and papers, and neither tests nor what a user makes', async () => {
  const paths: string[] = [];
  await list({ file: archive, onReadEntry: ({ path }) => void paths.push(path) });
  expect(paths).toContain('package/manifests/li2019/li2019-table5.lock.json');
  expect(paths).toContain('package/experiments/worker.ts');
  expect(paths).toContain('package/trainers/reprise.py');
  expect(paths).toContain('package/dist/packages.lock.json');
  expect(paths).toContain('package/dist/current');
  // Another one may be in use, and is packed with it.
  expect(paths.filter((path) => /^package\/dist\/builds\/[^/]+\/worker\.js$/.test(path))).not.toEqual([]);
  expect(paths.filter((path) => /^package\/dist\/builds\/[^/]+\/page\.js$/.test(path))).not.toEqual([]);
  expect(paths.filter((path) => /^package\/dist\/builds\/[^/]+\/page\.css$/.test(path))).not.toEqual([]);
  expect(paths.filter((path) => path.endsWith('.node'))).toEqual([]);
  expect(
    paths.filter((path) => /^package\/(?:test|node_modules|artifacts|dist\/leases)\//.test(path)),
  ).toEqual([]);
});

describe('reprise init', () => {
  test('refuses a folder outside of a git repository', async () => {
    const outside = temporaryFolder();
    const cli = join(process.cwd(), 'dist', 'cli.js');
    const { exitCode, stderr } = await execa(process.execPath, [cli, 'init'], {
      cwd: outside,
      reject: false,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: expected a git repository, found none in ${outside}\n  help: results are bound to commits; \`git init\` makes one here, then \`reprise init\``,
    );
  });

  test('keeps every file that is there, and adds lines to .gitignore alone', slow, async () => {
    const project = await PackageProject.create(archive);
    project.write('.gitignore', '/node_modules/\n*.log');
    project.write(first, 'mine\n');
    const before = project.read('package.json');
    const { out } = await project.cli('init');
    expect(out).toContain('.gitignore: completed');
    expect(out).toContain(`${first}: kept`);
    expect(project.read('package.json')).toBe(before);
    expect(project.read(first)).toBe('mine\n');
    expect(project.read('.gitignore')).toBe('/node_modules/\n*.log\n.reprise\nartifacts\n');
    expect((await project.cli('init')).out).not.toContain('written');
  });
});

test(
  'a new project runs at once, with the keys of a clone, and a clone of it reruns every byte',
  slow,
  async () => {
    const project = await initialised();
    expect(await project.cli('check')).toMatchObject({ code: 0, out: `${first}: good, 20 jobs` });
    const run = await project.cli('run', 'first-table');
    expect(run.err).toContain(`lock: ${lockFile} written; commit it`);
    await project.commit('lock');
    expect(await project.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(project.root, '.reprise/manifest.schema.json'))).toBe(true);

    const clone = await project.clone();
    const rerun = await clone.cli('rerun', 'first-table');
    expect(rerun).toMatchObject({ code: 0 });
    expect(rerun.err).toContain('every digest is equal');

    const fork = await TestProject.create();
    fork.useRealWorker();
    fork.write(first, project.read(first));
    await fork.commit('the same manifest');
    const here = keysIn((await fork.cli('plan', 'first-table')).out);
    expect(here).toHaveLength(20);
    expect(keysIn((await project.cli('plan', 'first-table')).out)).toEqual(here);
  },
);

describe('a run refuses another package than the locked one', () => {
  test('one of whose files was changed', slow, async () => {
    const project = await initialised();
    const file = 'experiments/method/random.ts';
    project.change(`node_modules/reprise/${file}`, (text) => `${text}// changed\n`);
    project.write('node_modules/reprise/runner/new.ts', '');
    expect(await project.cli('run', 'first-table')).toMatchObject({
      code: 1,
      err:
        `error: expected the package node_modules/reprise as it was packed, found otherwise: ${file}, runner/new.ts\n` +
        '  help: `npm ci` installs it anew; code of your own belongs below experiments/ of your project',
    });
  });

  test('one whose build was changed', slow, async () => {
    const project = await initialised();
    const id = project.read('node_modules/reprise/dist/current').trim();
    project.change(`node_modules/reprise/dist/builds/${id}/worker.js`, (text) => `${text}\n`);
    const { code, err } = await project.cli('run', 'first-table');
    expect(code).toBe(1);
    expect(err).toContain('as it was made, found other bytes in worker.js');
  });

  test('one that package-lock.json does not name', slow, async () => {
    const project = await initialised();
    const lock = JSON.parse(project.read('package-lock.json'));
    const { integrity } = lock.packages['node_modules/reprise'];
    lock.packages['node_modules/reprise'].integrity = 'sha512-other';
    project.write('package-lock.json', JSON.stringify(lock));
    await project.commit('another package');
    expect((await project.cli('run', 'first-table')).err).toBe(
      `error: expected the package reprise of package-lock.json (0.1.0, sha512-other), found 0.1.0, ${integrity}\n` +
        '  help: `npm ci` installs the locked one; to take the other, `npm install <package>` and commit package.json and package-lock.json',
    );
  });

  test('none at all', slow, async () => {
    const project = await initialised();
    const cli = join(process.cwd(), 'dist', 'cli.js');
    project.remove('node_modules/reprise');
    const { exitCode, stderr } = await execa(process.execPath, [cli, 'list'], {
      cwd: project.root,
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'error: expected the package reprise in node_modules/reprise, found none\n  help: `npm ci` installs what package-lock.json names',
    );
  });
});

describe('papers of the package', () => {
  /** As if the paper had come with the package: its manifest and its lock are in the archive. */
  async function withPaper(change: (lock: string) => string = (lock) => lock): Promise<PackageProject> {
    const project = await initialised();
    await project.cli('run', 'first-table');
    const packaged = join(project.root, 'node_modules/reprise');
    mkdirSync(join(packaged, 'manifests/first'));
    for (const file of [first, lockFile]) {
      writeFileSync(join(packaged, file), change(project.read(file)));
      project.remove(file);
    }
    const { files } = JSON.parse(project.read('node_modules/reprise/package.json'));
    writeContents(packaged, files);
    project.write('manifests/README.md', 'none yet\n');
    await project.commit('no manifest');
    return project;
  }

  test('are listed, planned and run by their ids, and leave no lock in the package', slow, async () => {
    const project = await initialised();
    const { out } = await project.cli('list');
    expect(out).toContain('reprise: manifests/li2019/li2019-table5.yaml');
    expect((await project.cli('check', 'li2019-table5')).out).toContain('li2019-table5.yaml: good');
    expect((await project.cli('plan', 'li2019-table5', '-p', 'nano')).code).toBe(0);
    const run = await project.cli('run', 'nasbench101-optimisers', '-p', 'nano', '--only', 'random');
    expect(run).toMatchObject({ code: 0 });
    expect(run.err).toContain(
      'note: this paper comes with the package reprise, whose lock of it stays as it is; `reprise rerun nasbench101-optimisers --profile nano` compares with it',
    );
    expect(await project.git('status', '--porcelain')).toBe('');
  });

  test('are rerun where the package has the code of their lock', slow, async () => {
    const project = await withPaper();
    const { code, err } = await project.cli('rerun', 'first-table');
    expect(code).toBe(0);
    expect(err).toContain('every digest is equal');
    expect(err).toContain('of the package reprise');
  });

  test('are refused where it has other code', slow, async () => {
    const key = /"key": "[0-9a-f]{64}"/;
    const project = await withPaper((text) => text);
    const lock = JSON.parse(project.read(`node_modules/reprise/${lockFile}`));
    expect(key.test(JSON.stringify(lock, undefined, 1))).toBe(true);
    project.change('node_modules/reprise/manifests/first/first-table.yaml', (text) =>
      text.replace('simulatedSeconds: 100 }', 'simulatedSeconds: 99 }'),
    );
    const { files } = JSON.parse(project.read('node_modules/reprise/package.json'));
    writeContents(join(project.root, 'node_modules/reprise'), files);
    const { code, err } = await project.cli('rerun', 'first-table');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error: expected the code that the lock of first-table was made with, found other code in the package reprise: the keys of 10 job\(s\) differ, first random\/first\/search\/s1\n/,
    );
  });
});

const cells = `id: own-cells
title: A space of this project
task: { kind: image-classification, data: textures10 }
space: { name: small-cells }
seedSets: { first: [1] }
methods:
  random: { kind: random, evaluations: 2, trial: { epochs: 1, batchSize: 128, initialChannels: 2, layers: 3 } }
  fixed: { kind: tpe, evaluations: 2, trial: { epochs: 1, batchSize: 128, initialChannels: 2, layers: 3 } }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: Error, rows: method, columns: [{ metric: validation.errorPercent, stage: search }] }
`;

test('a space of the project is named, counted, searched and locked like any', slow, async () => {
  const project = await initialised();
  const before = keysIn((await project.cli('plan', 'first-table')).out);
  project.write('experiments/space/small-cells.ts', readFileSync('test/fixtures/own-space.ts', 'utf8'));
  project.write('manifests/first/own-cells.yaml', cells);
  await project.commit('a space');
  expect(await project.cli('check', 'own-cells')).toMatchObject({ code: 0 });
  expect(keysIn((await project.cli('plan', 'first-table')).out)).toEqual(before);
  expect((await project.cli('space', 'small-cells')).out).toContain('43046721');
  const run = await project.cli('run', 'own-cells');
  expect(run.err).toContain('lock: manifests/first/own-cells.lock.json written; commit it');
  project.change('manifests/first/own-cells.yaml', (text) => text.replace('small-cells', 'small-cell'));
  expect((await project.cli('check', 'own-cells')).err).toContain('did you mean "small-cells"?');
});

/** The worked example of the manual: the task and its manifest. */
const [ownTask = '', curve = ''] = ['ts', 'yaml'].map((language) => {
  const [, part = ''] = readFileSync('docs/your-own-project.md', 'utf8').split('## A task of your own');
  return part.split(`\`\`\`${language}\n`)[1]?.split('```')[0];
});

test(
  'a task of the project is checked, searched, trained, locked and rerun like any, by metrics of its own',
  slow,
  async () => {
    const project = await initialised();
    const before = keysIn((await project.cli('plan', 'first-table')).out);
    const file = 'experiments/task/curve-fit.ts';
    project.write(file, ownTask);
    project.write('manifests/first/own-curve.yaml', curve);
    await project.commit('a task');
    expect(await project.cli('check', 'own-curve')).toMatchObject({ code: 0 });
    expect(keysIn((await project.cli('plan', 'first-table')).out)).toEqual(before);
    const listed = await project.cli(
      'explain',
      'random/first/search/s1',
      '--manifest',
      'own-curve',
      '--code',
    );
    expect(listed.out).toContain(file);
    const run = await project.cli('run', 'own-curve');
    expect(run.err).toContain('lock: manifests/first/own-curve.lock.json written; commit it');
    expect(run.out).toMatch(/^Method +Validation error \(V, n=3\) +Test error \(V, n=3\)$/m);
    await project.commit('lock');
    const rerun = await project.cli('rerun', 'own-curve');
    expect(rerun.err).toContain('every digest is equal');

    project.change('manifests/first/own-curve.yaml', (text) =>
      text.replace('metric: test.rmse', 'metric: test.rms'),
    );
    expect((await project.cli('check', 'own-curve')).err).toContain('did you mean "test.rmse"?');
    project.change(file, (text) => text.replace("['declared']", "['declaring']"));
    expect((await project.cli('check')).err).toContain(
      'error: expected modules below experiments/ that load, found: expected the task curve-fit to name search spaces (',
    );
  },
);

describe('a method of the project', () => {
  test('is checked, run, locked and rerun like any, and changes no key of another', slow, async () => {
    const project = await initialised();
    const before = keysIn((await project.cli('plan', 'first-table')).out);
    project.change(first, withOwnMethod);
    project.write('experiments/method/first-of-several.ts', method);
    expect((await project.cli('run', 'first-table')).err).toContain(
      'expected a committed tree, found 2 uncommitted change(s)',
    );
    await project.commit('a method');
    const after = keysIn((await project.cli('plan', 'first-table')).out);
    expect(after).toHaveLength(30);
    expect(after).toEqual(expect.arrayContaining(before));
    const run = await project.cli('run', 'first-table');
    expect(run.err).toContain('written; commit it');
    await project.commit('lock');
    expect((await (await project.clone()).cli('rerun', 'first-table')).err).toContain(
      'every digest is equal',
    );

    project.change(first, (text) => text.replace('drawn: 2', 'drown: 2'));
    const { code, err } = await project.cli('check');
    expect(code).toBe(2);
    expect(err).toContain('help: did you mean "drawn"?');
    await project.git('checkout', '--quiet', '--', '.');

    project.change('experiments/method/first-of-several.ts', (text) => text.replace('found[0]', 'found[1]'));
    await project.commit('another choice');
    const changed = keysIn((await project.cli('plan', 'first-table')).out);
    expect(changed.filter((line) => !after.includes(line))).toHaveLength(10);
    expect(changed).toEqual(expect.arrayContaining(before));
  });

  test.each([
    {
      what: 'a name of the package',
      file: 'experiments/method/random/index.ts',
      text: method,
      words:
        'expected a name of its own for experiments/method/random/index.ts, found that of a method of the package',
    },
    {
      what: 'a file of the package',
      file: 'experiments/method/score.ts',
      text: method,
      words:
        'expected a name of its own for experiments/method/score.ts, found that of a file of the package',
    },
    {
      what: 'a name that no manifest can write',
      file: 'experiments/method/Mine.ts',
      text: method,
      words: 'expected a name of lower-case words joined by hyphens, found experiments/method/Mine.ts',
    },
    {
      what: 'another kind than its name',
      file: 'experiments/method/mine.ts',
      text: method,
      words:
        'expected modules below experiments/ that load, found: expected the method mine to call itself mine, found first-of-several',
    },
    {
      what: 'an import of what is not there',
      file: 'experiments/method/first-of-several.ts',
      text: method.replaceAll('reprise/method', 'lodash'),
      words:
        'expected modules below experiments/ that load, found: experiments/method/first-of-several.ts:4:80: ERROR: Could not resolve "lodash"',
    },
  ])('with $what is refused in words', slow, async ({ file, text, words }) => {
    const project = await initialised();
    project.write(file, text);
    const { code, err } = await project.cli('check');
    expect(code).toBe(1);
    expect(err).toContain(`error: ${words}\n`);
  });

  test('has types', slow, async () => {
    const project = await initialised();
    project.write('experiments/method/first-of-several.ts', method);
    project.write('experiments/task/curve-fit.ts', ownTask);
    const tsc = () =>
      execa(join('node_modules', 'typescript', 'bin', 'tsc'), [], { cwd: project.root, reject: false });
    expect(await tsc()).toMatchObject({ stdout: '', exitCode: 0 });
    project.change('experiments/method/first-of-several.ts', (text) => text.replace("'Drawn'", '7'));
    project.change('experiments/task/curve-fit.ts', (text) => text.replace("'none'", "'nothing'"));
    const { stdout } = await tsc();
    expect(stdout).toContain('first-of-several.ts');
    expect(stdout).toContain('curve-fit.ts');
  });
});
