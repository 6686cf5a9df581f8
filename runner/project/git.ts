/** The few questions Reprise asks git, each as one call. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { type GitCommit, type GitTree, toGitCommit, toGitTree } from '../../schemas/ids.ts';

/** A run writes lock files itself, so they alone may differ from the commit in a clean tree. */
const lockFiles = ':(exclude,glob)manifests/**/*.lock.json';

export interface TreeState {
  readonly commit: GitCommit;
  /** Paths that differ from the commit (modified, staged or untracked), lock files aside; empty when clean. */
  readonly changed: readonly string[];
}

export class Git {
  readonly root: string;
  readonly #git: SimpleGit;

  constructor(root: string) {
    this.root = root;
    this.#git = simpleGit({ baseDir: root });
  }

  /** @returns undefined outside a git repository or before the first commit. */
  async treeState(): Promise<TreeState | undefined> {
    try {
      const [commit, status] = await Promise.all([
        this.#raw('rev-parse', 'HEAD'),
        this.#raw(
          'status',
          '--porcelain',
          '-z',
          '--untracked-files=all',
          '--no-renames',
          '--',
          '.',
          lockFiles,
        ),
      ]);
      const changed = status.split('\0').filter((line) => line !== '');
      return { commit: toGitCommit(commit), changed: changed.map((line) => line.slice(3)) };
    } catch {
      return undefined;
    }
  }

  async hasCommit(commit: GitCommit): Promise<boolean> {
    return this.#succeeds('cat-file', '-e', `${commit}^{commit}`);
  }

  /** Tree ids of folders in a commit; undefined for a folder that the commit lacks. */
  async treesOf(commit: string, folders: readonly string[]): Promise<(GitTree | undefined)[]> {
    return Promise.all(folders.map((folder) => this.#treeOf(commit, folder)));
  }

  /**
   * Tree ids of folders as they are in the working tree, and the patch that turns the commit into it. Uses an
   * index of its own, so that nobody's staged changes are touched.
   */
  async workingTree(
    folders: readonly string[],
    scratchFolder: string,
  ): Promise<{ trees: (GitTree | undefined)[]; patch: string }> {
    const index = join(scratchFolder, `git-index-${process.pid}`);
    const { PATH = '', HOME = '' } = process.env;
    const git = simpleGit({ baseDir: this.root }).env({ PATH, HOME, GIT_INDEX_FILE: index });
    try {
      await git.raw('read-tree', 'HEAD');
      await git.raw('add', '--all', '--', '.', lockFiles);
      const tree = (await git.raw('write-tree')).trim();
      const patch = await git.raw('diff', '--cached', '--binary', 'HEAD', '--', '.', lockFiles);
      return { trees: await this.treesOf(tree, folders), patch };
    } finally {
      if (existsSync(index)) rmSync(index);
    }
  }

  async addWorktree(folder: string, commit: GitCommit): Promise<void> {
    await this.#raw('worktree', 'prune');
    await this.#raw('worktree', 'add', '--force', '--detach', folder, commit);
  }

  async removeWorktree(folder: string): Promise<void> {
    rmSync(folder, { recursive: true, force: true });
    await this.#raw('worktree', 'prune');
  }

  async #treeOf(commit: string, folder: string): Promise<GitTree | undefined> {
    try {
      return toGitTree(await this.#raw('rev-parse', `${commit}:${folder}`));
    } catch {
      return undefined;
    }
  }

  async #succeeds(...args: string[]): Promise<boolean> {
    try {
      await this.#git.raw(...args);
      return true;
    } catch {
      return false;
    }
  }

  async #raw(...args: string[]): Promise<string> {
    return (await this.#git.raw(...args)).trimEnd();
  }
}
