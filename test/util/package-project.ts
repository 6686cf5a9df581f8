/**
 * A git repository that has Reprise as a package: from the archive of `npm pack`, laid out and noted as npm does it, with
 * the packages of this repository beside it, so that no network is asked.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { x as extract } from 'tar';
import { gitIdentity } from './git-identity.ts';
import type { CliResult } from './project.ts';
import { temporaryFolder } from './temporary-folder.ts';

const repository = resolve('.');

/** Packs this repository as a user would. @returns the archive. */
export async function packReprise(folder: string): Promise<string> {
  const { stdout } = await execa('npm', ['pack', '--silent', '--pack-destination', folder]);
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

export class PackageProject {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** A repository without a commit, in which the archive is installed. */
  static async create(archive: string): Promise<PackageProject> {
    const project = new PackageProject(join(temporaryFolder(), 'user'));
    mkdirSync(project.root);
    await project.git('init', '--quiet', '--initial-branch=main');
    await project.install(archive);
    return project;
  }

  /** As `npm install <archive>` leaves it. */
  async install(archive: string): Promise<void> {
    const modules = join(this.root, 'node_modules');
    mkdirSync(join(modules, 'reprise'), { recursive: true });
    await extract({ file: archive, cwd: join(modules, 'reprise'), strip: 1 });
    for (const name of packageNames()) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'dir');
    }
    const { version } = JSON.parse(readFileSync(join(modules, 'reprise', 'package.json'), 'utf8'));
    const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    const entry = { version, resolved: `file:${archive}`, integrity };
    const lock = (top: object): string =>
      JSON.stringify({ lockfileVersion: 3, packages: { ...top, 'node_modules/reprise': entry } });
    const dependencies = { reprise: `file:${archive}` };
    this.write('package.json', JSON.stringify({ dependencies }));
    this.write('package-lock.json', lock({ '': { dependencies } }));
    this.write('node_modules/.package-lock.json', lock({}));
  }

  /** What `git clone` and `npm ci` make of it. */
  async clone(): Promise<PackageProject> {
    const root = join(temporaryFolder(), 'clone');
    await execa('git', ['clone', '--quiet', this.root, root]);
    const verbatimSymlinks = true;
    cpSync(join(this.root, 'node_modules'), join(root, 'node_modules'), {
      recursive: true,
      verbatimSymlinks,
    });
    return new PackageProject(root);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Writes over a file that its maker protected. */
  change(path: string, act: (text: string) => string): void {
    chmodSync(join(this.root, path), 0o644);
    this.write(path, act(this.read(path)));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  async git(...args: string[]): Promise<string> {
    return (await execa('git', args, { cwd: this.root, env: gitIdentity })).stdout;
  }

  async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
  }

  async cli(...args: string[]): Promise<CliResult> {
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [join(this.root, 'node_modules', 'reprise', 'dist', 'cli.js'), ...args],
      {
        cwd: this.root,
        env: { XDG_CONFIG_HOME: join(this.root, '..', 'config'), CI: 'true' },
        reject: false,
        stdin: 'ignore',
      },
    );
    return { code: exitCode, out: stdout, err: stderr };
  }
}

/** Those at the top of this repository's `node_modules`. */
function packageNames(): string[] {
  const modules = join(repository, 'node_modules');
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : [name],
    );
}
