// Lets every write of `reprise run` and of `reprise rerun` go wrong, one after the other: the process group is killed
// before it or in the middle of it, or the system refuses it. After each, the same command called again must end well
// without any manual step, with the bytes of an undisturbed run and a clean store.
//
//   npm run soak:writes -- [--kinds kill,torn,ENOSPC,EIO] [--commands run,rerun] [--most 10000]
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCli, spread, writesOf } from '../faults/write-faults.mjs';

const { values: options } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'kill,torn,ENOSPC,EIO,EACCES' },
    commands: { type: 'string', default: 'run,rerun' },
    most: { type: 'string', default: '10000' },
  },
});

const manifest = `id: fast
title: Table look-ups
task: { kind: tabular-benchmark, data: textures10-cells }
space: { name: nasbench101 }
seedSets: { first: [1, 2, 3] }
methods: { random: { kind: random, evaluations: 5 } }
stages: { search: { kind: search, seeds: each } }
reports:
  main: { title: T, rows: method, columns: [ { metric: benchmark.testErrorPercent, stage: search } ] }
`;
const lockFile = 'manifests/soak/fast.lock.json';
const repository = resolve('.');
const folder = mkdtempSync(join(tmpdir(), 'reprise-writes-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const git = (root, ...args) =>
  execFileSync('git', ['-c', 'user.name=soak', '-c', 'user.email=soak@example.org', ...args], {
    cwd: root,
    encoding: 'utf8',
  });

/** A clone with the manifest committed. */
function makeTemplate() {
  const root = join(folder, 'template');
  git(repository, 'clone', '--quiet', repository, root);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  cpSync(join(repository, 'dist'), join(root, 'dist'), { recursive: true });
  mkdirSync(join(root, 'manifests', 'soak'));
  writeFileSync(join(root, 'manifests', 'soak', 'fast.yaml'), manifest);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'manifest');
  return root;
}

let copies = 0;
function copyOf(template) {
  copies += 1;
  const root = join(folder, `copy-${copies}`);
  cpSync(template, root, { recursive: true, verbatimSymlinks: true });
  return root;
}

const args = { run: ['run', 'fast', '-j', '1'], rerun: ['rerun', 'fast', '-j', '1'] };
const expectWell = ({ code, err }, what) => {
  if (code !== 0) throw new Error(`${what}: exit ${code}\n${err}`);
};

async function verify(root, expectedLock, what) {
  if (readFileSync(join(root, lockFile), 'utf8') !== expectedLock) throw new Error(`${what}: another lock`);
  const fsck = await runCli({ root, args: ['fsck'] });
  if (fsck.code !== 0) throw new Error(`${what}: the store is not clean\n${fsck.out}${fsck.err}`);
  const dirt = git(root, 'status', '--porcelain')
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith(lockFile));
  if (dirt.length > 0) throw new Error(`${what}: left in the tree: ${dirt.join(', ')}`);
  if (existsSync(join(root, '.git', 'worktrees'))) throw new Error(`${what}: left a worktree`);
}

async function tryAll(command, part, template, expectedLock) {
  const counted = copyOf(template);
  const log = join(folder, 'writes.jsonl');
  const writes = await writesOf({ root: counted, args: args[command], command: part, log });
  rmSync(counted, { recursive: true, force: true });
  for (const kind of options.kinds.split(',')) {
    if (part === 'build' && kind !== 'kill') continue;
    for (const at of spread(writes.length, Number(options.most))) {
      const { name, path } = writes[at - 1];
      const what = `${command}, ${part} process, ${kind} at write ${at} (${name} ${path.replace(folder, '')})`;
      const root = copyOf(template);
      const { err } = await runCli({ root, args: args[command], fault: { command: part, at, kind } });
      if (/bug in|^ {4}at /m.test(err)) throw new Error(`${what}: worded as a bug\n${err}`);
      expectWell(await runCli({ root, args: args[command] }), what);
      await verify(root, expectedLock, what);
      rmSync(root, { recursive: true, force: true });
    }
    console.log(
      `${command}: ${kind} at ${Math.min(writes.length, Number(options.most))} of ${writes.length} writes of its ${part} process: the next call ended well each time`,
    );
  }
}

const template = makeTemplate();
const locked = copyOf(template);
expectWell(await runCli({ root: locked, args: args.run }), 'the undisturbed run');
const expectedLock = readFileSync(join(locked, lockFile), 'utf8');
if (options.commands.includes('run')) await tryAll('run', 'run', template, expectedLock);
git(locked, 'add', '--all');
git(locked, 'commit', '--quiet', '--message', 'lock');
if (options.commands.includes('rerun')) {
  for (const part of ['rerun', 'run', 'build']) await tryAll('rerun', part, locked, expectedLock);
}
