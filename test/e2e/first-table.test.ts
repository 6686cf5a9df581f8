/** docs/first-table.md, followed as a newcomer does: every command is typed, and what it prints is what the page says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitIdentity } from '../util/git-identity.ts';
import { PackageProject, packReprise } from '../util/package-project.ts';

const slow = { timeout: 900_000 };
const folder = mkdtempSync(join(tmpdir(), 'reprise-pack-'));
const page = readFileSync('docs/first-table.md', 'utf8');
let archive = '';

beforeAll(async () => {
  archive = await packReprise(folder);
}, slow.timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Step {
  readonly commands: string;
  /** Lines that are printed, in this order; `…` stands for any. */
  readonly printed: readonly string[];
}

/** Each block of commands with the block of text behind it, where one is before the next commands. */
const steps: readonly Step[] = page
  .split('```sh\n')
  .slice(1)
  .map((part) => {
    const [commands = '', ...rest] = part.split('\n```');
    const [, text = ''] = /```text\n(.*?)\n```/s.exec(`\n\`\`\`${rest.join('\n```')}`) ?? [];
    return { commands, printed: text.split('\n').filter((line) => line !== '' && line !== '…') };
  });

/** What differs from run to run: times, sizes, and digests that hold a commit. */
const constant = (line: string): string =>
  line
    .replace(/\b[0-9a-f]{12,64}\b/g, '<digest>')
    .replace(/\b\d+(?:\.\d+)? s\b/g, '<time>')
    .replace(/\b\d+ bytes\b/g, '<size>')
    .trimEnd();

/** Lines of the page that are not printed, or not in this order. */
function missing(printed: readonly string[], output: string): string[] {
  const lines = output.split('\n').map(constant);
  let from = 0;
  return printed.filter((line) => {
    const at = lines.indexOf(constant(line), from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

test('every command of the page does what the page says', slow, async () => {
  const [install, ...typed] = steps;
  // What npm would fetch is laid out without a network.
  expect(install?.commands).toMatch(/^git init my-search && cd my-search\nnpm install \S+\.tgz$/);
  const project = await PackageProject.create(archive);
  const bin = join(project.root, '..', 'bin');
  project.write('../bin/npx', '#!/bin/sh\nshift\nexec node node_modules/reprise/dist/cli.js "$@"\n');
  await execa('chmod', ['+x', join(bin, 'npx')]);
  const env = {
    ...{ ...gitIdentity, CI: 'true', XDG_CONFIG_HOME: join(project.root, '..', 'config') },
    PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
  };
  const type = (commands: string) =>
    execa('bash', ['-c', commands], { cwd: project.root, env, all: true, reject: false, stdin: 'ignore' });
  let server: ReturnType<typeof type> | undefined;
  let printedFirst: Promise<string> | undefined;
  for (const { commands, printed } of typed) {
    if (commands === 'npx reprise serve') {
      server = type(`exec ${commands}`);
      // What it prints is heard from the start.
      printedFirst = firstLine(server.stdout);
      continue;
    }
    const { all } = await type(commands);
    expect(missing(printed, all ?? ''), `${commands}\n${all}`).toEqual([]);
  }
  expect(typed.length).toBeGreaterThan(8);
  const [address = ''] = /^http:\S+/.exec((await printedFirst) ?? '') ?? [];
  const { origin, search } = new URL(address);
  const answer = await fetch(`${origin}/api/state${search}&id=first-table`);
  expect(await answer.json()).toMatchObject({ jobs: 20, done: 20, lock: 'same code' });
  server?.kill('SIGTERM');
  await server;
});

function firstLine(stream: NodeJS.ReadableStream | null | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    if (stream == null) return reject(new Error('expected what the page prints'));
    stream.once('data', (chunk) => resolve(String(chunk)));
  });
}

test('its pictures are there', () => {
  const pictures = [...page.matchAll(/!\[[^\]]+\]\((\S+)\)/g)].map(([, file = '']) => file);
  expect(pictures.length).toBeGreaterThan(2);
  for (const file of pictures) expect(readFileSync(join('docs', file)).subarray(1, 4).toString()).toBe('PNG');
});
