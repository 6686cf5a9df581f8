/**
 * Git asked by plumbing: without the caller's repository variables, and without running anything that a repository
 * configures (hooks, filters, file system monitors, diff programs). Its failures are values, in its own words.
 */
import { existsSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { type GitCommit, toGitCommit } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { errorCode } from '../util/system-error.ts';
import { gitEnvironment } from './git-environment.ts';
import { type GitProblem, gitProblem } from './git-problem.ts';

/** A run writes lock files itself, so they alone may differ from the commit in a clean tree. */
const lockFiles = ':(exclude,glob)manifests/**/*.lock.json';
/** Says where jobs run, which no result depends on. */
const executorsFile = ':(exclude,glob)executors.yaml';

export interface GitCall {
  /** Folder to run in; default the project's. */
  readonly cwd?: string;
  /** Variables on top of the cleaned environment, such as `GIT_INDEX_FILE`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Whether git may fetch objects that a partial clone lacks; by default it may not. */
  readonly network?: boolean;
}

/** Where the project lies in its repository. */
export interface GitPlace {
  /** Absolute path of the work tree's top folder. */
  readonly top: string;
  /** From the top to the project, such as `nas/`; empty when the project is the top. */
  readonly prefix: string;
  /** Absolute path of the folder of objects. */
  readonly objects: string;
}

/** One tracked file of a commit. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` for a link, `040000` for a folder, `160000` for a submodule. */
  readonly mode: string;
  readonly id: string;
}

export class Git {
  readonly root: string;
  #filters: Promise<readonly string[]> | undefined;

  /** @param root the project's folder: the top of a repository, or a folder below it. */
  constructor(root: string) {
    this.root = root;
  }

  /** Runs git in the project's folder. @returns what it printed, without trailing line breaks. */
  async run(args: readonly string[], call: GitCall = {}): Promise<Result<string, GitProblem>> {
    const answer = await this.bytes(args, call);
    return answer.ok ? ok(new TextDecoder().decode(answer.value).trimEnd()) : answer;
  }

  /** The same, byte for byte. */
  async bytes(args: readonly string[], call: GitCall = {}): Promise<Result<Uint8Array, GitProblem>> {
    this.#filters ??= this.#configuredFilters();
    return this.#spawn(args, call, await this.#filters);
  }

  async place(): Promise<Result<GitPlace, GitProblem>> {
    const args = [
      'rev-parse',
      '--path-format=absolute',
      '--show-toplevel',
      '--git-path',
      'objects',
      '--show-prefix',
    ];
    const answer = await this.run(args);
    if (!answer.ok) return answer;
    const [top = this.root, objects = join(top, '.git', 'objects'), prefix = ''] = answer.value.split('\n');
    return ok({ top, prefix, objects });
  }

  async headCommit(): Promise<Result<GitCommit, GitProblem>> {
    const answer = await this.run(['rev-parse', '--verify', 'HEAD^{commit}']);
    return answer.ok ? ok(toGitCommit(answer.value)) : answer;
  }

  /**
   * Paths below the project that git sees as modified, staged or untracked, lock files aside. What the index hides
   * (skip-worktree, assume-unchanged) is not among them: compare contents for that.
   */
  async statusPaths(): Promise<Result<readonly string[], GitProblem>> {
    const status = ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'];
    // Looking into a submodule would run git under the submodule's own configuration.
    const asked = this.bytes([...status, '--ignore-submodules=dirty', '--', '.', lockFiles, executorsFile]);
    const place = await this.place();
    const answer = await asked;
    if (!place.ok) return place;
    const { top, prefix } = place.value;
    // Else git would compare the commit with the files of another folder.
    if (!existsSync(top) || relative(realpathSync(top), realpathSync(this.root)).startsWith('..'))
      return fail({ reason: 'git-elsewhere', folder: this.root, top });
    if (!answer.ok) return answer;
    const lines = new TextDecoder().decode(answer.value).split('\0');
    return ok(lines.filter((line) => line !== '').map((line) => line.slice(3 + prefix.length)));
  }

  /** Tracked files below the project in a commit, by path from the project's folder. */
  async filesOf(commit: string): Promise<Result<ReadonlyMap<string, TreeEntry>, GitProblem>> {
    return this.#tree(['ls-tree', '-r', '-z', commit]);
  }

  /** Ids of the given folders and files in a commit; one that the commit lacks is absent. */
  async idsOf(
    commit: string,
    paths: readonly string[],
  ): Promise<Result<ReadonlyMap<string, TreeEntry>, GitProblem>> {
    return this.#tree(['ls-tree', '-z', commit, '--', ...paths]);
  }

  async hasCommit(commit: GitCommit): Promise<boolean> {
    return (await this.run(['cat-file', '-e', `${commit}^{commit}`])).ok;
  }

  async #tree(args: readonly string[]): Promise<Result<ReadonlyMap<string, TreeEntry>, GitProblem>> {
    const answer = await this.bytes(args);
    if (!answer.ok) return answer;
    const lines = new TextDecoder().decode(answer.value).split('\0');
    return ok(
      new Map(
        lines.flatMap((line) => {
          const [, mode, id, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
          return mode === undefined || id === undefined || path === undefined ? [] : [[path, { mode, id }]];
        }),
      ),
    );
  }

  async #configuredFilters(): Promise<readonly string[]> {
    const args = ['config', '--null', '--name-only', '--get-regexp', '^filter\\..*\\.'];
    const answer = await this.#spawn(args, {}, []);
    // Without any filter git ends with an exit code; what else is wrong, the next call says.
    if (!answer.ok) return [];
    const names = new TextDecoder().decode(answer.value).split('\0');
    return [...new Set(names.flatMap((name) => /^filter\.(.*)\.[^.]+$/s.exec(name)?.[1] ?? []))];
  }

  async #spawn(
    args: readonly string[],
    { cwd = this.root, env = {}, input = '', network = false }: GitCall,
    filters: readonly string[],
  ): Promise<Result<Uint8Array, GitProblem>> {
    const answer = await execa('git', args, {
      cwd,
      env: { ...gitEnvironment(process.env, { filters, network }), ...env },
      extendEnv: false,
      encoding: 'buffer',
      input,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 2 ** 30,
    });
    if (!answer.failed) return ok(answer.stdout);
    const systemCode = answer.exitCode === undefined ? errorCode(answer.cause) : undefined;
    const stderr = new TextDecoder().decode(answer.stderr ?? new Uint8Array());
    return fail(gitProblem({ folder: cwd, args, systemCode, stderr }));
  }
}
