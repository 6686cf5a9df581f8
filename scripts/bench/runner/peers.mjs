// The same graph for other programs that bring results up to date: `n` jobs that wait for nothing, each of which writes a
// number into a file of its own. For each: what it reads, and how it is called.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const numbers = (n) => Array.from({ length: n }, (_, i) => i + 1);

/** File name to content, and the commands; `plan` only where the program can say what it would do. */
export const peers = {
  make: {
    files: (n) => ({
      Makefile: `all: ${numbers(n)
        .map((i) => `out/${i}`)
        .join(' ')}\n.PHONY: all\nout/%:\n\t@echo $* > $@\n`,
    }),
    plan: ['make', '-n'],
    run: ['make', '-j2', '-s'],
    version: ['make', '--version'],
  },
  ninja: {
    files: (n) => ({
      'build.ninja': `rule job\n  command = echo $in_number > $out\n${numbers(n)
        .map((i) => `build out/${i}: job\n  in_number = ${i}\n`)
        .join('')}`,
    }),
    plan: ['ninja', '-n'],
    run: ['ninja', '-j2', '--quiet'],
    version: ['ninja', '--version'],
  },
  doit: {
    files: (n) => ({
      'dodo.py': `def task_job():\n    for i in range(1, ${n + 1}):\n        yield {'name': str(i), 'actions': [f'echo {i} > out/{i}'], 'targets': [f'out/{i}'], 'uptodate': [True]}\n`,
    }),
    run: ['doit', '-n', '2', '-P', 'thread', '-v', '0'],
    version: ['doit', '--version'],
  },
  Snakemake: {
    files: (n) => ({
      Snakefile: `rule all:\n    input: expand('out/{i}', i=range(1, ${n + 1}))\n\nrule job:\n    output: 'out/{i}'\n    shell: 'echo {wildcards.i} > {output}'\n`,
    }),
    plan: ['snakemake', '-n', '-q'],
    run: ['snakemake', '-j', '2', '-q'],
    version: ['snakemake', '--version'],
  },
  wireit: {
    files: (n) => ({ 'package.json': wireitPackage(n) }),
    run: ['npm', 'run', '--silent', 'all'],
    env: { WIREIT_PARALLEL: '2', WIREIT_LOGGER: 'simple' },
    version: ['test', '-e', 'node_modules/wireit/bin/wireit.js'],
  },
};

function wireitPackage(n) {
  const jobs = numbers(n).map((i) => [
    `job${i}`,
    { command: `echo ${i} > out/${i}`, files: [], output: [`out/${i}`] },
  ]);
  const wireit = { all: { dependencies: jobs.map(([name]) => name) }, ...Object.fromEntries(jobs) };
  const scripts = Object.fromEntries(Object.keys(wireit).map((name) => [name, 'wireit']));
  return JSON.stringify({ name: 'bench', version: '1.0.0', scripts, wireit });
}

/** Writes the graph of a peer into a new folder. */
export function placePeer(name, n, folder) {
  mkdirSync(join(folder, 'out'), { recursive: true });
  for (const [file, text] of Object.entries(peers[name].files(n))) writeFileSync(join(folder, file), text);
}
