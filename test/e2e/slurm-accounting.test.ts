/** States from Slurm's database, where accounting runs. */
import { expect, onTestFinished, test } from 'vitest';
import { askCluster } from '../../runner/exec/slurm/cluster.ts';
import { type SlurmCommands, slurmCommands } from '../../runner/exec/slurm/slurm-commands.ts';
import { askStates, type TaskState } from '../../runner/exec/slurm/task-states.ts';
import { fail } from '../../schemas/result.ts';
import { startSlurm, until } from '../util/slurm.ts';

test('with accounting, sacct alone tells the states of all tasks', async ({ skip }) => {
  const slurm = await startSlurm({ accounting: true });
  if (typeof slurm === 'string') return skip(true, slurm);
  process.env['SLURM_CONF'] = slurm.env.SLURM_CONF;
  onTestFinished(async () => {
    delete process.env['SLURM_CONF'];
    await slurm.stop();
  });
  const cluster = await askCluster(slurmCommands);
  expect(cluster).toMatchObject({ ok: true, value: { hasAccounting: true, maxArraySize: 1001 } });
  const name = `reprise-${'0'.repeat(32)}`;
  const since = new Date().toISOString();
  await slurm.ask(
    'sbatch',
    `--job-name=${name}`,
    '--array=0-3',
    '--output=/dev/null',
    '--wrap=[ $SLURM_ARRAY_TASK_ID = 0 ] || sleep 60',
  );
  const withoutQueue: SlurmCommands = {
    run: async (command, args) =>
      command === 'sacct' ? slurmCommands.run(command, args) : fail({ reason: 'missing', command }),
  };
  const states = async (): Promise<(TaskState | undefined)[]> => {
    const asked = await askStates(withoutQueue, { hasAccounting: true }, [name], since);
    const known = asked.ok ? asked.value.get(name) : undefined;
    return [0, 1, 2, 3].map((index) => known?.tasks.get(index) ?? known?.others);
  };
  await until(async () => (await states())[2]?.state === 'RUNNING');
  expect((await states()).map((state) => state?.state)).toEqual([
    'COMPLETED',
    'RUNNING',
    'RUNNING',
    'PENDING',
  ]);
  await slurm.ask('scancel', `--name=${name}`);
  await until(async () =>
    (await states()).every(
      (state) => state !== undefined && state.state !== 'PENDING' && state.state !== 'RUNNING',
    ),
  );
  expect((await states()).map((state) => state?.state)).toEqual([
    'COMPLETED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ]);
});
