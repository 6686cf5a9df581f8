/** What a program of the user's own finds, and what becomes of what it leaves. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bubblewrap, isolationProblem } from '../../../../runner/exec/command/isolation.ts';
import { CommandRig, failureOf, shell } from '../../../util/command-rig.ts';

const good = `printf '%s' "{\\"$measure.error\\": 12.5}" > "$output/metrics.json"\n`;
const output = (rig: CommandRig, name: string): string =>
  readFileSync(join(rig.spec.outputFolder, name), 'utf8');

describe('a program', () => {
  it('finds in job.json what is asked', async () => {
    const rig = new CommandRig({
      files: { 'train.sh': `${shell}${good}cat "$REPRISE_JOB"` },
      data: { images: '/data/images' },
      measure: 'test',
    });
    const outcome = await rig.run();
    expect(outcome).toMatchObject({ done: true, program: { isolation: 'not isolated', stderr: '' } });
    const printed = 'program' in outcome ? (outcome.program?.stdout ?? '') : '';
    const { output: out, checkpoint, ...job } = JSON.parse(printed);
    expect(job).toEqual({
      ...{ formatVersion: 1, kind: 'trial', seed: 1, epochs: 2, settings: { width: 3 }, measure: 'test' },
      architecture: { genotype: [1], id: 'a', space: 's' },
      data: { images: '/data/images' },
    });
    expect([out, checkpoint].map((folder) => existsSync(folder))).toEqual([true, true]);
  });

  it('gets the listed variables and the declared ones, and no others', async () => {
    const rig = new CommandRig({
      files: { 'train.sh': `${shell}${good}env | sed 's/=.*//' | sort | tr '\\n' ' '` },
      variables: { OMP_NUM_THREADS: '1' },
    });
    const outcome = await rig.run();
    const names = 'program' in outcome ? (outcome.program?.stdout ?? '').trim().split(' ') : [];
    const shells = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    const given = ['PATH', 'HOME', 'USER', 'LOGNAME'].filter((name) => process.env[name] !== undefined);
    const set = [
      'LANG',
      'LC_ALL',
      'TZ',
      'PYTHONHASHSEED',
      'PYTHONDONTWRITEBYTECODE',
      'TMPDIR',
      'REPRISE_JOB',
    ];
    expect(names.filter((name) => !shells.includes(name))).toEqual(
      [...given, ...set, 'OMP_NUM_THREADS', 'DEVICE'].sort(),
    );
  });

  it('finds its declared files, and no others of the project', async () => {
    const rig = new CommandRig({ files: { 'train.sh': `${shell}${good}find . -type f`, 'lib/net.py': '' } });
    writeFileSync(join(rig.root, 'undeclared.py'), '');
    const outcome = await rig.run();
    const found = 'program' in outcome ? (outcome.program?.stdout ?? '').trim().split('\n').sort() : [];
    expect(found).toEqual(['./lib/net.py', './train.sh']);
  });

  it('leaves metrics, a trajectory, its architecture and its checkpoint', async () => {
    const text = `${shell}
echo '{"epoch": 1, "validation.error": 20, "loss": NaN}' >> "$output/metrics.jsonl"
echo '{"epoch": 2, "validation.error": 12.5, "loss": 0.5}' >> "$output/metrics.jsonl"
mkdir "$checkpoint/epoch-2"; echo weights > "$checkpoint/epoch-2/w"
${good}`;
    const archives = await Promise.all(
      [0, 1].map(async () => {
        const rig = new CommandRig({ files: { 'train.sh': text } });
        expect(failureOf(await rig.run())).toBeUndefined();
        expect(JSON.parse(output(rig, 'metrics.json'))).toEqual({
          validation: { split: 'validation', error: 12.5 },
          cost: { multiplyAdds: 0, architectures: 1 },
        });
        expect(output(rig, 'trajectory.jsonl')).toBe(
          '{"epoch":1,"loss":null,"phase":"report","validation":{"error":20}}\n' +
            '{"epoch":2,"loss":0.5,"phase":"report","validation":{"error":12.5}}\n',
        );
        expect(output(rig, 'architecture.json')).toBe('{"genotype":[1],"id":"a","space":"s"}\n');
        return output(rig, 'checkpoint.tar');
      }),
    );
    expect(archives[0]).toBe(archives[1]);
  });

  it('tells live how far it is', async () => {
    const text = `${shell}echo '{"epoch": 1, "validation.error": 20}' >> "$output/metrics.jsonl"
sleep 1
${good}`;
    const rig = new CommandRig({ files: { 'train.sh': text } });
    await rig.run();
    const metric = { name: 'validation.error', value: 20 };
    expect(rig.events).toEqual([
      { type: 'started', device: 'cpu:0' },
      { type: 'progress', done: 1, total: 2, unit: 'epochs', metric },
    ]);
  });

  it('that was killed finds its own checkpoint again, and its reports count once', async () => {
    const text = `${shell}
done=$(cat "$checkpoint/done" 2>/dev/null || echo 0)
i=$done
while [ $i -lt $epochs ]; do
  i=$((i + 1))
  echo "{\\"epoch\\": $i, \\"validation.error\\": $((20 - i))}" >> "$output/metrics.jsonl"
  if [ $i = 2 ] && [ $done = 0 ]; then printf '{"epo' >> "$output/metrics.jsonl"; kill -KILL $$; fi
  echo $i > "$checkpoint/done"
done
${good}`;
    const rig = new CommandRig({ files: { 'train.sh': text }, epochs: 3 });
    expect(failureOf(await rig.run())).toEqual({ reason: 'program-killed-by-signal', signal: 'SIGKILL' });
    expect(failureOf(await rig.run())).toBeUndefined();
    expect(
      output(rig, 'trajectory.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).epoch),
    ).toEqual([1, 2, 3]);
  });

  it('that continues another trial finds the checkpoint of that', async () => {
    const first = new CommandRig({
      files: { 'train.sh': `${shell}mkdir "$checkpoint/a"; echo first > "$checkpoint/a/w"; ${good}` },
    });
    await first.run();
    const second = new CommandRig({
      files: { 'train.sh': `${shell}cat "$checkpoint/a/w"; ${good}` },
      inputs: { checkpoint: join(first.spec.outputFolder, 'checkpoint.tar') },
    });
    expect(await second.run()).toMatchObject({ done: true, program: { stdout: 'first\n' } });
  });
});

describe('an isolated program', () => {
  const secret = (rig: CommandRig): string => rig.write('project/undeclared.txt', 'secret');

  it('reads what is declared and nothing else', async ({ skip }) => {
    const problem = isolationProblem();
    skip(problem !== null, problem ?? '');
    const rig = new CommandRig({
      files: { 'train.sh': `${shell}cat "$1" && exit 9; cat "$2"; ${good}` },
      isolation: 'bwrap',
    });
    const data = rig.write('data/declared.txt', 'declared');
    rig.program.task.run.push(secret(rig), data);
    Object.assign(rig.program.data, { given: data });
    expect(await rig.run()).toMatchObject({
      done: true,
      program: { isolation: 'bwrap', stdout: 'declared' },
    });
  });

  it('has no network', async ({ skip }) => {
    const problem = isolationProblem();
    skip(problem !== null, problem ?? '');
    const rig = new CommandRig({
      files: {
        'train.sh': `${shell}ls /sys/class/net 2>/dev/null; cat /proc/net/dev | grep -c eth; ${good}`,
      },
      isolation: 'bwrap',
    });
    expect(await rig.run()).toMatchObject({ done: true, program: { stdout: '0\n' } });
  });

  it('tells the signal that it died of', async ({ skip }) => {
    const problem = isolationProblem();
    skip(problem !== null, problem ?? '');
    const rig = new CommandRig({
      files: { 'train.sh': 'sh -c "kill -KILL \\$\\$"; exit $?' },
      isolation: 'bwrap',
    });
    expect(failureOf(await rig.run())).toEqual({ reason: 'program-killed-by-signal', signal: 'SIGKILL' });
  });
});

it('an isolated program on GPUs reaches those devices, and no others', () => {
  const devices = ['/dev/nvidia0'];
  const argv = bubblewrap('/usr/bin/env', { readable: [], writable: [], devices, cwd: '/' }).join(' ');
  expect(argv).toContain('--dev /dev --tmpfs /tmp --dev-bind-try /dev/nvidia0 /dev/nvidia0 --ro-bind');
});
