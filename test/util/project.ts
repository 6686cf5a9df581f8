/** A project in a folder of its own, under git, driven through the real command line. */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { FakeWorkerControl } from './fake-worker.ts';
import { gitIdentity } from './git-identity.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface CliResult {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

const repository = resolve('.');
/** Everything a clone holds that a run or a rerun needs. */
const sources = [
  'architectures',
  'experiments',
  'runner',
  'schemas',
  'scripts',
  'package.json',
  'package-lock.json',
  'packages.digest.json',
  '.gitattributes',
  '.gitignore',
];

/** The same commit id on every machine: name and date are fixed. */
const gitEnv = {
  ...gitIdentity,
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

export class TestProject {
  readonly root: string;
  readonly control: FakeWorkerControl;
  #env: Record<string, string>;

  private constructor(root: string, control: FakeWorkerControl) {
    this.root = root;
    this.control = control;
    this.#env = control.env;
  }

  /** A committed project with `small.yaml`, whose jobs a fake worker does. */
  static async create(): Promise<TestProject> {
    const folder = temporaryFolder();
    const root = join(folder, 'project');
    const control = new FakeWorkerControl(join(folder, 'control'));
    mkdirSync(control.folder);
    for (const source of sources) cpSync(join(repository, source), join(root, source), { recursive: true });
    copyBuild(join(repository, 'dist'), join(root, 'dist'));
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
    const project = new TestProject(root, control);
    project.write(
      'manifests/tests/small.yaml',
      readFileSync(join(repository, 'test/fixtures/small.yaml'), 'utf8'),
    );
    await project.git('init', '--quiet', '--initial-branch=main');
    await project.commit('start');
    return project;
  }

  /** From now on the jobs are really computed. */
  useRealWorker(): void {
    this.#env = {};
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Writes over a file that its maker protected. */
  replace(path: string, text: string): void {
    chmodSync(join(this.root, path), 0o644);
    this.write(path, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  async git(...args: string[]): Promise<string> {
    return (await execa('git', args, { cwd: this.root, env: gitEnv })).stdout;
  }

  async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
  }

  /** Starts the command line without waiting for its end. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return execa(process.execPath, [join(this.root, 'dist', 'cli.js'), ...args], {
      cwd: this.root,
      // Settings of whoever runs the tests must not matter.
      env: { XDG_CONFIG_HOME: join(this.root, '..', 'config'), ...this.#env, CI: 'true', ...env },
      reject: false,
      stdin: 'ignore',
    });
  }

  async cli(...args: string[]): Promise<CliResult> {
    const { exitCode, stdout, stderr } = await this.start(args);
    return { code: exitCode, out: stdout, err: stderr };
  }

  /** Every report file of an experiment, by name. */
  reports(name: string, store = 'artifacts'): Record<string, string> {
    const folder = join(this.root, store, 'reports', name);
    return Object.fromEntries(
      readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  }

  /** Ids of the processes that run for this project, workers included. */
  processes(): string[] {
    const mark = `REPRISE_FAKE=${this.control.folder}`;
    return readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
        } catch {
          return false;
        }
      });
  }
}

/** The current build alone: others, and what a build writes on its way, may go at any moment. */
function copyBuild(from: string, to: string): void {
  const current = join('builds', readFileSync(join(from, 'current'), 'utf8').trim());
  for (const { name } of readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    if (!name.startsWith('.')) cpSync(join(from, name), join(to, name));
  }
  cpSync(join(from, current), join(to, current), { recursive: true });
}
