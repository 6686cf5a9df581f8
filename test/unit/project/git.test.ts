import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterEach, describe, expect, test } from 'vitest';
import { readCodeState, readHead } from '../../../runner/project/code-state.ts';
import { makeDirtyPatch } from '../../../runner/project/dirty-patch.ts';
import { Git } from '../../../runner/project/git.ts';
import { gitEnvironment } from '../../../runner/project/git-environment.ts';
import { gitProblem, gitProblemText } from '../../../runner/project/git-problem.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { SmallProgram } from './small-program.ts';

const variables: string[] = [];
function setVariables(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    variables.push(name);
    process.env[name] = value;
  }
}
afterEach(() => {
  for (const name of variables.splice(0)) delete process.env[name];
});

describe('the environment of git', () => {
  const options = { filters: ['lfs'], network: false };

  test('lacks every variable that points at another repository, by git’s own list', () => {
    const own = execaSync('git', ['rev-parse', '--local-env-vars']).stdout.split('\n');
    const caller = Object.fromEntries(
      [...own, 'GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS', 'GIT_TRACE2'].map((name) => [name, 'x']),
    );
    const { GIT_CONFIG_COUNT, ...made } = gitEnvironment(caller, options);
    expect(Object.keys(made).filter((name) => made[name] === 'x')).toEqual([]);
    expect(Number(GIT_CONFIG_COUNT)).toBeGreaterThan(0);
  });

  test('keeps who we are, and the configuration of the caller before our own', () => {
    const caller = {
      HOME: '/home/x',
      PATH: '/bin',
      GIT_CONFIG_GLOBAL: '/etc/x',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
    };
    const made = gitEnvironment(caller, options);
    const { GIT_CONFIG_COUNT: _, ...kept } = caller;
    expect(made).toMatchObject(kept);
    const keys = Array.from(
      { length: Number(made['GIT_CONFIG_COUNT']) },
      (_, i) => made[`GIT_CONFIG_KEY_${i}`],
    );
    expect(keys.slice(0, 2)).toEqual(['safe.directory', 'core.hooksPath']);
    expect(keys).toContain('filter.lfs.process');
    expect(keys).not.toContain(undefined);
  });
});

describe('asking git', () => {
  test('inside a hook of another repository answers for this one', async () => {
    const program = await SmallProgram.create();
    const other = await SmallProgram.create();
    await other.run('commit', '--quiet', '--allow-empty', '--message', 'other');
    const expected = await program.git.headCommit();
    setVariables({
      GIT_DIR: join(other.root, '.git'),
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: join(other.root, '.git', 'index'),
      GIT_OBJECT_DIRECTORY: join(other.root, '.git', 'objects'),
    });
    expect(await new Git(program.root).headCommit()).toEqual(expected);
    expect(await new Git(program.root).statusPaths()).toEqual({ ok: true, value: [] });
  });

  test('a commit has the parents that its id names, whatever a graft puts in their place', async () => {
    const program = await SmallProgram.create();
    const side = await program.run('commit-tree', 'HEAD^{tree}', '-m', 'side');
    const head = await program.run('rev-parse', 'HEAD');
    program.write('.git/info/grafts', `${head} ${side}\n`);
    const answer = await new Git(program.root).run(['merge-base', '--is-ancestor', side, 'HEAD']);
    expect(answer.ok).toBe(false);
  });

  test('runs nothing that the repository configures', async () => {
    const program = await SmallProgram.create();
    const ran = join(temporaryFolder(), 'ran');
    const script = join(temporaryFolder(), 'script');
    writeFileSync(script, `#!/bin/sh\necho "$0" >> ${ran}\ncat\n`);
    chmodSync(script, 0o755);
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      writeFileSync(join(program.root, '.git', 'hooks', hook), `#!/bin/sh\necho ${hook} >> ${ran}\n`);
      chmodSync(join(program.root, '.git', 'hooks', hook), 0o755);
    }
    program.write('.git/info/attributes', '* filter=evil diff=evil\n');
    const settings = {
      'core.fsmonitor': script,
      'filter.evil.clean': script,
      'filter.evil.smudge': script,
      'filter.evil.required': 'true',
      'diff.external': script,
      'diff.evil.command': script,
      'diff.evil.textconv': script,
    };
    const config = Object.entries(settings).map(([key, value]) => {
      const [, section, sub, name] = /^(\w+)\.(?:(.+)\.)?(\w+)$/.exec(key) ?? [];
      return `[${section}${sub === undefined ? '' : ` "${sub}"`}]\n\t${name} = ${value}\n`;
    });
    writeFileSync(join(program.root, '.git', 'config'), config.join(''), { flag: 'a' });
    program.write('experiments/reached.ts', '// edited\n');
    program.write('manifests/x.yaml', 'id: x\n');
    const git = new Git(program.root);
    const state = await readCodeState(program.root, await readHead(git));
    if (!state.ok) throw new Error(JSON.stringify(state.failures));
    expect(state.value.dirty?.changed).toEqual(['experiments/reached.ts']);
    const patch = await makeDirtyPatch(git, state.value, temporaryFolder());
    expect(patch.ok).toBe(true);
    expect(existsSync(ran)).toBe(false);
  });

  test('of a folder that another user owns needs the word that continuous integration gives', async () => {
    const program = await SmallProgram.create();
    setVariables({ GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' });
    const refused = await new Git(program.root).headCommit();
    if (refused.ok) throw new Error('expected a refusal');
    expect(refused.failures.map(gitProblemText).join()).toContain(
      `help: another user owns the repository; if you trust it: \`git config --global --add safe.directory ${program.root}\``,
    );
    setVariables({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' });
    program.write('experiments/reached.ts', '// edited\n');
    const git = new Git(program.root);
    const state = await readCodeState(program.root, await readHead(git));
    if (!state.ok) throw new Error(JSON.stringify(state.failures));
    expect((await makeDirtyPatch(git, state.value, temporaryFolder())).ok).toBe(true);
  });

  test('passes on its words when the index or the repository is damaged, and never says `git init`', async () => {
    const program = await SmallProgram.create();
    const text = async () => {
      const state = await readHead(new Git(program.root));
      return state.ok ? 'none' : state.failures.map(gitProblemText).join('\n');
    };
    program.write('.git/index', 'junk, and long enough for a header\n');
    expect(await text()).toBe(
      `expected an answer of \`git status\` in ${program.root}, found:\n    error: bad signature 0x6b6e756a\n    fatal: index file corrupt\n` +
        '  help: the index is damaged; move the file `index` out of the git folder and run `git reset`, which makes it anew and keeps your files',
    );
    rmSync(join(program.root, '.git', 'HEAD'));
    expect(await text()).toBe(
      `expected an answer of \`git rev-parse\` in ${program.root}, found:\n    fatal: not a git repository (or any of the parent directories): .git\n` +
        '  help: the repository is damaged or unreadable; `git status` says the same. Restore the git folder from another clone',
    );
  });
});

test.each([
  [
    'fatal: Unable to create /x/.git/index.lock: File exists.',
    'another git is at work here, or was killed; when none is, remove the file that git names',
  ],
  [
    'fatal: failed to open /x/.git/config: Permission denied',
    'give yourself the right to read and write the git folder and what it holds',
  ],
  ['fatal: bad object', '`git status` and `git fsck` say more'],
])('%s has advice of its own', (stderr, help) => {
  const problem = gitProblem({ folder: '/', args: ['status'], systemCode: undefined, stderr });
  expect(gitProblemText(problem)).toBe(
    `expected an answer of \`git status\` in /, found:\n    ${stderr}\n  help: ${help}`,
  );
});

test('without git it says what to install', () => {
  const problem = gitProblem({ folder: '/', args: ['status'], systemCode: 'ENOENT', stderr: '' });
  expect(gitProblemText(problem)).toBe(
    'expected the program git, found none on the PATH\n  help: results are bound to commits; install git',
  );
});
