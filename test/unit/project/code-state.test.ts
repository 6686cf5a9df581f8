import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { type CodeState, readCodeState, readHead } from '../../../runner/project/code-state.ts';
import { makeDirtyPatch } from '../../../runner/project/dirty-patch.ts';
import { Git } from '../../../runner/project/git.ts';
import { hiddenAdvice } from '../../../runner/project/hidden-text.ts';
import { codeProblemText } from '../../../runner/study/problem-text.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { EngineName } from '../../../schemas/engine.ts';
import type { JobKind } from '../../../schemas/job.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { lockWith, packageWith, SmallProgram } from './small-program.ts';

async function stateOf(program: SmallProgram, standIn?: string): Promise<CodeState> {
  const head = await readHead(program.git);
  const state = await readCodeState(program.root, head, {
    standIn: standIn === undefined ? null : sha256(standIn),
  });
  if (!state.ok) throw new Error(JSON.stringify(state.failures));
  return state.value;
}

const parameters = { method: { kind: 'random' } };
const identities = async (program: SmallProgram) => {
  const { closures } = await stateOf(program);
  const of = (kind: JobKind, method: string, engine: EngineName = 'wasm') =>
    closures.identity(kind, { method: { kind: method } }, engine);
  return {
    random: of('search', 'random'),
    tpe: of('search', 'tpe'),
    webgpu: of('search', 'random', 'webgpu'),
    select: of('select', ''),
  };
};

type Changed = readonly ('random' | 'tpe' | 'webgpu' | 'select')[];
const everyWorker: Changed = ['random', 'tpe', 'webgpu'];
const every: Changed = [...everyWorker, 'select'];
const ofPackage = (
  field: string,
  value: unknown,
  changed: Changed,
): readonly [string, string, string, Changed] => [
  `\`${field}\` in package.json`,
  'package.json',
  packageWith({ [field]: value }),
  changed,
];

/** A path, its new text, and the jobs whose code it is. */
const laws: readonly (readonly [string, string, string, Changed])[] = [
  ['a report', 'runner/report/table.ts', '// other\n', []],
  ['a file that the worker does not reach', 'experiments/unreached.ts', '// other\n', []],
  [
    'the registry, by a comment',
    'experiments/registry/methods.ts',
    "// other\nexport const methods = {\n  random: () => import('../method/random.ts'),\n  tpe: () => import('../method/tpe.ts'),\n};\n",
    [],
  ],
  [
    'the registry, by what it does',
    'experiments/registry/methods.ts',
    "export const methods = {\n  random: () => import('../method/random.ts'),\n  tpe: () => import('../method/tpe.ts'),\n};\nmethods.random = methods.tpe;\n",
    everyWorker,
  ],
  [
    'the registry, by another entry',
    'experiments/registry/methods.ts',
    "export const methods = {\n  more: () => import('../unreached.ts'),\n  random: () => import('../method/random.ts'),\n  tpe: () => import('../method/tpe.ts'),\n};\n",
    [],
  ],
  [
    'the registry, by the module of a name',
    'experiments/registry/methods.ts',
    "export const methods = {\n  random: () => import('../unreached.ts'),\n  tpe: () => import('../method/tpe.ts'),\n};\n",
    ['random', 'webgpu'],
  ],
  ['another method', 'experiments/method/tpe.ts', '// other\n', ['tpe']],
  ['what the worker reaches', 'experiments/reached.ts', '// other\n', everyWorker],
  ['a kernel', 'experiments/engine/assembly/index.ts', '// other\n', everyWorker],
  [
    'a flag of the kernel compiler',
    'scripts/build/options.json',
    '{ "worker": { "bundle": true, "format": "esm", "platform": "node" }, "kernels": { "flags": ["-O2"] } }\n',
    everyWorker,
  ],
  [
    'an option of the bundler',
    'scripts/build/options.json',
    '{ "worker": { "bundle": true, "format": "esm", "platform": "node", "minifySyntax": true }, "kernels": { "flags": ["-O3"] } }\n',
    everyWorker,
  ],
  ['the program that compiles the kernels', 'scripts/build/kernels.mjs', '// other\n', everyWorker],
  ['the rule of selection', 'runner/exec/rule.ts', '// other\n', ['select']],
  [
    'a computing package',
    'package-lock.json',
    lockWith((p) => {
      p['node_modules/a'] = { ...p['node_modules/a'], version: '1.0.1' };
    }),
    everyWorker,
  ],
  [
    'a package that one depends on',
    'package-lock.json',
    lockWith((p) => {
      p['node_modules/a/node_modules/b'] = { version: '1.0.1' };
    }),
    everyWorker,
  ],
  [
    'a farther copy of it',
    'package-lock.json',
    lockWith((p) => {
      p['node_modules/b'] = { version: '9.9.9' };
    }),
    [],
  ],
  [
    'the compiler of the kernels',
    'package-lock.json',
    lockWith((p) => {
      p['node_modules/assemblyscript'] = { version: '2.0.1' };
    }),
    everyWorker,
  ],
  [
    'a package of one engine',
    'package-lock.json',
    lockWith((p) => {
      p['node_modules/unrelated'] = { version: '2.0.0' };
    }),
    ['webgpu'],
  ],
  ofPackage('sideEffects', false, every),
  ofPackage('type', 'module', every),
  ofPackage('exports', './experiments/worker.ts', []),
  ofPackage('imports', { '#reached': './experiments/unreached.ts' }, every),
  ofPackage('browser', { './experiments/reached.ts': false }, every),
  ofPackage('main', 'experiments/unreached.ts', every),
  ofPackage('module', 'experiments/unreached.ts', every),
  ofPackage('name', 'a', every),
  ofPackage('description', 'Another', []),
  ofPackage('scripts', { build: 'true' }, []),
  ofPackage('version', '2.0.0', []),
  ofPackage('devDependencies', { unrelated: '1.0.0' }, []),
];

describe('the code identity of a job', () => {
  test.each(laws)('after a change of %s', async (_, path, text, expected) => {
    const program = await SmallProgram.create();
    const before = await identities(program);
    program.write(path, text);
    const after = await identities(program);
    const changed = (['random', 'tpe', 'webgpu', 'select'] as const).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    expect(changed).toEqual(expected);
  });

  test('of an uncommitted change is what it will be when committed', async () => {
    const program = await SmallProgram.create();
    program.write('experiments/reached.ts', 'export const reached = 2;\n');
    const dirty = await identities(program);
    await program.commit();
    expect(await identities(program)).toEqual(dirty);
  });

  test('names the worker that stands in for the built one', async () => {
    const program = await SmallProgram.create();
    const of = async (standIn?: string) =>
      (await stateOf(program, standIn)).closures.identity('search', parameters, 'wasm').packages;
    expect(new Set([await of(), await of('a'), await of('b')]).size).toBe(3);
  });

  test('lists what it is made of', async () => {
    const program = await SmallProgram.create();
    const { closures } = await stateOf(program);
    expect(closures.listing('search', parameters, 'wasm')).toMatchObject({
      files: [
        [
          'experiments/engine/assembly/index.ts',
          await program.run('hash-object', 'experiments/engine/assembly/index.ts'),
        ],
        ['experiments/method/random.ts', expect.any(String)],
        ['experiments/reached.ts', expect.any(String)],
        ['experiments/worker.ts', expect.any(String)],
      ],
      entries: [['experiments/registry/methods.ts', 'random', 'experiments/method/random.ts']],
      packages: [
        { path: 'node_modules/a', version: '1.0.0', integrity: 'i' },
        { path: 'node_modules/a/node_modules/b', version: '1.0.0', integrity: 'inner' },
      ],
      options: { kernels: { flags: ['-O3'] } },
    });
  });
});

describe('a tree is dirty', () => {
  test.each(['--skip-worktree', '--assume-unchanged'])('by a file hidden with %s', async (flag) => {
    const program = await SmallProgram.create();
    await program.run('update-index', flag, 'experiments/reached.ts', 'manifests/x.yaml');
    expect((await stateOf(program)).dirty).toBeNull();
    program.write('experiments/reached.ts', '// edited\n');
    program.write('manifests/x.yaml', 'id: y\n');
    const hidden = ['experiments/reached.ts', 'manifests/x.yaml'];
    expect((await stateOf(program)).dirty).toEqual({ changed: hidden, hidden, converted: [] });
  });

  test('by an ignored source that something imports', async () => {
    const program = await SmallProgram.create();
    program.write('.git/info/exclude', 'experiments/secret.ts\n');
    program.write('experiments/secret.ts', '// unseen\n');
    expect((await stateOf(program)).dirty).toBeNull();
    program.write('experiments/reached.ts', "import './secret.ts';\n");
    expect((await stateOf(program)).dirty).toEqual({
      changed: ['experiments/reached.ts', 'experiments/secret.ts'],
      hidden: ['experiments/secret.ts'],
      converted: [],
    });
  });

  test('by line ends that an attribute of git converts, until it is switched off as the advice says', async () => {
    const program = await SmallProgram.create();
    const paths = ['experiments/reached.ts', 'experiments/unreached.ts'];
    program.write('experiments/.gitattributes', '*reached.ts text eol=crlf\n');
    await program.commit();
    const again = async (): Promise<void> => {
      for (const path of paths) rmSync(join(program.root, path));
      await program.run('checkout', '--', ...paths);
    };
    await again();
    const { dirty } = await stateOf(program);
    expect(dirty).toEqual({ changed: paths, hidden: paths, converted: paths });
    const [advice = ''] = dirty === null ? [] : hiddenAdvice(dirty);
    const [show = '', switchOff = ''] = [...advice.matchAll(/`([^`]+)`/g)].map(([, command]) => command);
    const shell = (command: string): string => execaSync('sh', ['-c', command], { cwd: program.root }).stdout;
    expect(shell(show)).toContain('experiments/reached.ts: eol: crlf');
    shell(switchOff);
    await again();
    expect((await stateOf(program)).dirty).toBeNull();
    program.write('experiments/reached.ts', '// edited\r\n');
    expect((await stateOf(program)).dirty?.converted).toEqual([]);
  });

  test('but not by lock files, which runs write', async () => {
    const program = await SmallProgram.create();
    program.write('manifests/deep/x.lock.json', '{}');
    expect((await stateOf(program)).dirty).toBeNull();
  });

  test('below the top of a repository as at its top, and not by what lies outside the project', async () => {
    const program = await SmallProgram.create('nas');
    program.write('../outside.txt', 'x');
    expect((await stateOf(program)).dirty).toBeNull();
    program.write('experiments/reached.ts', '// edited\n');
    const state = await stateOf(program);
    expect(state.dirty?.changed).toEqual(['experiments/reached.ts']);
    expect(state.trees.experiments).toBe(await program.run('rev-parse', 'HEAD:./experiments'));
  });

  test('reading it leaves the index of the user alone', async () => {
    const program = await SmallProgram.create();
    program.write('experiments/reached.ts', '// edited\n');
    await stateOf(program);
    expect(await program.run('status', '--porcelain')).toBe(' M experiments/reached.ts');
  });
});

describe('what cannot be read is said', () => {
  const problemOf = async (root: string) => {
    const state = await readCodeState(root, await readHead(new Git(root)));
    return state.ok ? 'none' : state.failures.map(codeProblemText).join('\n');
  };

  test('outside a repository', async () => {
    const folder = temporaryFolder();
    expect(await problemOf(folder)).toBe(
      `expected a git repository with a commit, found none in ${folder}\n` +
        '  help: results are bound to a commit; run `git init` and commit your manifests',
    );
  });

  const workTree =
    '  help: `git config --show-origin --get-regexp "^core[.](worktree|bare)$"` shows the setting and its file; ' +
    '`git config --unset core.worktree` makes the folder of the repository its work tree again, ' +
    '`git config core.bare false` one of a bare repository';

  test('with a work tree that is set elsewhere, by the name of the setting and of the folder', async () => {
    const { root, run } = await removed('experiments/unreached.ts');
    const elsewhere = temporaryFolder();
    for (const top of [elsewhere, join(elsewhere, 'gone')]) {
      await run('config', 'core.worktree', top);
      expect(await problemOf(root)).toBe(
        `expected ${root} to lie in the work tree of its repository, found that core.worktree names ${top}\n${workTree}`,
      );
    }
    await run('config', '--unset', 'core.worktree');
    await run('config', 'core.bare', 'true');
    expect(await problemOf(root)).toContain(`must be run in a work tree\n${workTree}`);
  });

  test('before the first commit', async () => {
    const folder = temporaryFolder();
    execaSync('git', ['init', '--quiet'], { cwd: folder });
    expect(await problemOf(folder)).toBe(
      `expected a commit, found none yet in the repository of ${folder}\n` +
        '  help: results are bound to a commit; commit your manifests',
    );
  });

  test.each(['schemas', 'package-lock.json'])('without %s', async (part) => {
    const { root, commit } = await removed(part);
    await commit();
    expect(await problemOf(root)).toBe(
      `expected \`${part}\` in the commit, found none in ${root}\n  help: job keys name the code that computes; commit it`,
    );
  });

  test('a source that leads to a device, without waiting for it', async () => {
    const { root } = await removed('experiments/reached.ts');
    symlinkSync('/dev/zero', join(root, 'experiments', 'reached.ts'));
    execaSync('mkfifo', [join(root, 'experiments', 'pipe.ts')]);
    expect(await problemOf(root)).toBe(
      'expected regular files as sources, found others: experiments/pipe.ts, experiments/reached.ts\n' +
        '  help: restore them with `git checkout -- <path>`, or remove them',
    );
  });

  async function removed(part: string) {
    const program = await SmallProgram.create();
    rmSync(join(program.root, part), { recursive: true });
    return {
      root: program.root,
      commit: () => program.commit(),
      run: (...args: string[]) => program.run(...args),
    };
  }
});

describe('the patch of a dirty tree', () => {
  const patchOf = async (program: SmallProgram) => {
    const made = await makeDirtyPatch(program.git, await stateOf(program), temporaryFolder());
    if (!made.ok) throw new Error(JSON.stringify(made.failures));
    return made.value;
  };
  /** Whether the patch turns the commit into what lies in the folder. */
  const restores = async (program: SmallProgram, patch: Uint8Array, paths: readonly string[]) => {
    const clone = join(temporaryFolder(), 'clone');
    const top = await program.run('rev-parse', '--show-toplevel');
    execaSync('git', ['clone', '--quiet', top, clone]);
    execaSync('git', ['apply', '--binary', '-'], { cwd: clone, input: patch });
    const blobs = (root: string) =>
      paths.map((path) => execaSync('git', ['hash-object', '--no-filters', path], { cwd: root }).stdout);
    const prefix = await program.run('rev-parse', '--show-prefix');
    expect(blobs(join(clone, prefix))).toEqual(blobs(program.root));
  };
  const edit = (program: SmallProgram): string[] => {
    program.write('experiments/reached.ts', 'export const reached = "\u00e9";\r\nexport const more = 1;\n');
    program.write('experiments/latin.ts', Uint8Array.of(0x2f, 0x2f, 0xe9, 0x0a));
    program.write(
      'binary.bin',
      Uint8Array.from({ length: 300 }, (_, i) => i % 256),
    );
    return ['experiments/reached.ts', 'experiments/latin.ts', 'binary.bin'];
  };

  test.each(['', 'nas/deep'])('restores every byte, at the top and below (%j)', async (below) => {
    const program = await SmallProgram.create(below);
    const paths = edit(program);
    await restores(program, (await patchOf(program)).patch, paths);
  });

  test.each([
    ['color.ui', 'always'],
    ['diff.external', 'echo EXTERNAL'],
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.context', '0'],
    ['diff.interHunkContext', '9'],
    ['diff.algorithm', 'patience'],
    ['diff.relative', 'true'],
    ['diff.suppressBlankEmpty', 'true'],
    ['diff.indentHeuristic', 'false'],
    ['core.autocrlf', 'input'],
    ['core.abbrev', '4'],
    ['core.quotePath', 'false'],
    ['diff.orderFile', 'order'],
    ['filter.x.clean', 'cat; echo changed'],
    ['diff.x.xfuncname', '^export const (.*)$'],
    ['diff.x.textconv', 'echo converted'],
    ['diff.x.command', 'echo command'],
  ])('is the same bytes whatever %s says', async (name, value) => {
    const program = await SmallProgram.create('nas');
    const paths = edit(program);
    const plain = await patchOf(program);
    program.write('order', 'experiments/*\n');
    program.write('../.git/info/exclude', 'order\n');
    program.write('../.git/info/attributes', '*.ts filter=x diff=x\n');
    await program.run('config', name, name === 'diff.orderFile' ? join(program.root, 'order') : value);
    const configured = await makeDirtyPatch(new Git(program.root), await stateOf(program), temporaryFolder());
    expect(configured.ok && configured.value.digest).toBe(plain.digest);
    await restores(program, plain.patch, paths);
  });

  test('keeps what the index hides', async () => {
    const program = await SmallProgram.create();
    await program.run('update-index', '--skip-worktree', 'experiments/reached.ts');
    program.write('experiments/reached.ts', '// hidden\n');
    expect(Buffer.from((await patchOf(program)).patch).toString()).toContain('+// hidden');
  });

  test('adds no object to the repository of the user', async () => {
    const program = await SmallProgram.create();
    const before = await program.run('count-objects', '-v');
    edit(program);
    await patchOf(program);
    expect(await program.run('count-objects', '-v')).toBe(before);
  });

  test('is refused with the names of large untracked files and of what is no file', async () => {
    const program = await SmallProgram.create();
    program.write('checkpoint.bin', new Uint8Array(2 ** 20 + 1));
    expect(await makeDirtyPatch(program.git, await stateOf(program), temporaryFolder())).toEqual({
      ok: false,
      failures: [{ reason: 'untracked-too-large', paths: ['checkpoint.bin'] }],
    });
    rmSync(join(program.root, 'checkpoint.bin'));
    rmSync(join(program.root, 'manifests', 'x.yaml'));
    execaSync('mkfifo', [join(program.root, 'manifests', 'x.yaml')]);
    expect(await makeDirtyPatch(program.git, await stateOf(program), temporaryFolder())).toEqual({
      ok: false,
      failures: [{ reason: 'not-a-file', paths: ['manifests/x.yaml'] }],
    });
  });
});
