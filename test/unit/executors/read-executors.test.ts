import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readExecutors } from '../../../runner/executors/read-executors.ts';
import { renderProblems } from '../../../runner/manifest/index.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

function read(text: string) {
  const root = temporaryFolder();
  writeFileSync(join(root, 'executors.yaml'), text);
  return readExecutors(root);
}

function problems(text: string): string {
  const result = read(text);
  return result.ok ? '' : renderProblems(result.failures);
}

describe('executors.yaml', () => {
  test('may be absent, empty, or full', () => {
    expect(readExecutors(temporaryFolder())).toEqual({ ok: true, value: {} });
    expect(read('# nothing yet\n\n')).toEqual({ ok: true, value: {} });
    const slurm = {
      ...{
        partition: 'gpu,cpu',
        account: 'a',
        qos: 'q',
        timeLimit: '2-12:00:00',
        memory: '8G',
        cpus: 2,
        gres: 'gpu:1',
      },
      ...{ arguments: ['--constraint=a100'], setup: ['module load cuda'], maxUnderWay: 5, pollSeconds: 0.5 },
      nodejs: '/opt/node',
    };
    expect(read(JSON.stringify({ slurm }))).toEqual({ ok: true, value: { slurm } });
  });

  test('tells every problem at once, each at its place with the law', () => {
    expect(problems('slurm:\n  memroy: 8G\n  cpus: 0\n  timeLimit: soon\n  setup: module load x\n')).toBe(
      `executors.yaml:2:3: error: unknown key "memroy" in slurm
2 |   memroy: 8G
  |   ^^^^^^
expected one of partition, account, qos, timeLimit, memory, cpus, gres, arguments, setup,
  maxUnderWay, pollSeconds, nodejs,
found "memroy"
help: did you mean "memory"?

executors.yaml:3:9: error: wrong value for slurm.cpus
3 |   cpus: 0
  |         ^
expected an integer >= 1, found 0

executors.yaml:4:14: error: wrong value for slurm.timeLimit
4 |   timeLimit: soon
  |              ^^^^
expected minutes, or a time such as "4:00:00" or "2-12:00:00", found "soon"

executors.yaml:5:10: error: wrong value for slurm.setup
5 |   setup: module load x
  |          ^^^^^^^^^^^^^
expected a list of lines of shell that run before each job, such as module load cuda,
found "module load x"
`,
    );
  });

  test.each(['--array=0-3', '-p', '--job-name=x', '--wrap=true', '--x=\n'])(
    'the option %j is none that a person may give',
    (option) => {
      expect(problems(JSON.stringify({ slurm: { arguments: [option] } }))).toContain(
        'error: wrong value for slurm.arguments.0',
      );
    },
  );

  test('what is no map of settings is refused in words', () => {
    expect(problems('- slurm\n')).toContain('executors.yaml:1:1: error:');
    expect(problems('slurm: gpu\n')).toContain('expected a map of keys to values, found "gpu"');
    expect(problems('slurm: {\n')).toContain('not valid YAML');
  });
});
