/** Runs seen from another terminal: their state, their jobs' output, and how they end at a failure. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const label = 'random/first/search/s1';

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}

interface Listed {
  readonly state: string;
  readonly running: readonly string[];
}

const runsOf = async (project: TestProject): Promise<Listed[]> =>
  JSON.parse((await project.cli('status', '--runs', '--json')).out);

/** What bash offers behind a line, with the script that the command line prints for it. */
async function complete(project: TestProject, line: string): Promise<string[]> {
  const cli = join(project.root, 'dist', 'cli.js');
  const words = line.split(' ').map((word) => `'${word}'`);
  const script = `reprise() { "${process.execPath}" "${cli}" "$@"; }
source <(reprise completion bash)
COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}
_reprise; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return (await execa('bash', ['-c', script], { cwd: project.root })).stdout.split('\n');
}

test('a run of another terminal is listed, watched, and known to the completion of a shell', async () => {
  const project = await TestProject.create();
  project.control.order({ [label]: 'wait' });
  const run = project.start(['run', 'small', '-j', '1']);
  await until(() => project.control.started().length > 0);
  expect((await project.cli('status')).out).toMatch(
    /RUN +STATE .*\n\S+-small\.base-\d+ +running +0\/16 +- +.* random\/first\/search\/s1/,
  );
  const watched = project.start(['watch', 'small']);
  project.control.go();
  expect((await run).exitCode).toBe(0);
  const { exitCode, stderr } = await watched;
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /run \S+-small\.base-\d+ ended: 16 of 16 jobs computed, 0 from the store, 0 failed$/,
  );
  const [ended] = await runsOf(project);
  expect(ended).toMatchObject({ state: 'ended', jobs: 16, computed: 16, failed: 0, running: [] });
  const told = (await project.cli('watch', 'small', '--json')).out
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(told.filter(({ type }) => type === 'job-done')).toHaveLength(16);
  expect((await project.cli('watch', 'nothing')).err).toContain(
    'expected a run, or a manifest that was run, found nothing called "nothing"',
  );
  expect(await complete(project, 'reprise sta')).toEqual(['status']);
  expect(await complete(project, 'reprise data ')).toEqual(['add', 'list']);
  expect(await complete(project, 'reprise run --fail')).toEqual(['--fail-fast']);
  expect(await complete(project, 'reprise run -p ')).toEqual(['tiny']);
  expect(await complete(project, 'reprise rerun ')).toEqual(['small']);
  expect(await complete(project, 'reprise logs random/first/sea')).toEqual([label, 'random/first/search/s2']);
});

test('--fail-fast ends a run at its first failure; what the job printed and left is kept and named', async () => {
  const project = await TestProject.create();
  project.control.order({ [label]: 'malformed' });
  const failed = await project.cli('run', 'small', '-j', '1', '--fail-fast');
  expect(failed.code).toBe(1);
  expect(failed.err).toContain(
    `--fail-fast: ${label} failed, so that running jobs are ended and no other begins`,
  );
  // The worker may have had the next jobs, too, which may end before they are ended.
  const [, ended = ''] =
    /(\d+) jobs executed, 0 from the store, [1-9]\d* failed, [1-9]\d* not run/.exec(failed.err) ?? [];
  expect(ended, failed.err).not.toBe('');
  expect(Number(ended)).toBeLessThan(5);
  const folder = / kept: (\S+)/.exec(failed.err)?.[1] ?? '';
  expect(folder).toMatch(/\/artifacts\/failures\/[0-9a-f]{64}$/);
  expect(readdirSync(folder)).toContain('metrics.json');
  expect((await project.cli('show', label)).out).toMatch(new RegExp(`kept +${folder}$`));
  expect((await runsOf(project))[0]).toMatchObject({ state: 'stopped' });
  expect((await project.cli('logs', label)).err).toContain(`${label} has printed nothing in run `);

  project.control.order({ [label]: ['malformed', 'shout'] });
  const kept = await project.cli('run', 'small', '-j', '2', '--keep-going');
  expect(kept.err).toContain(`${16 - Number(ended)} jobs executed, ${ended} from the store, 0 failed`);
  expect((await project.cli('logs', label, '-f')).out.split('\n').sort()).toEqual(['on stderr', 'on stdout']);
  expect((await project.cli('run', 'small')).code).toBe(0);
  expect(existsSync(folder)).toBe(false);
  expect((await project.cli('logs', 'nothing')).code).toBe(2);
  expect((await project.cli('run', 'small', '--fail-fast', '--keep-going')).code).toBe(2);
});

test('a killed run is told as crashed, by status and to whoever watches', async () => {
  const project = await TestProject.create();
  project.control.order({ [label]: 'hang' });
  const run = project.start(['run', 'small', '-j', '1']);
  await until(() => project.control.started().length > 0);
  const watched = project.start(['watch', 'small.base']);
  run.kill('SIGKILL');
  await run;
  expect(await runsOf(project)).toMatchObject([{ state: 'crashed', running: [] }]);
  const { exitCode, stderr } = await watched;
  expect(exitCode).toBe(1);
  expect(stderr).toContain('ended without a word: its runner was killed');
});
