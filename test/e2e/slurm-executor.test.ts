/** The Slurm executor against a real Slurm, without the command line around it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import type { Cluster } from '../../runner/exec/slurm/cluster.ts';
import { askCluster } from '../../runner/exec/slurm/cluster.ts';
import { slurmCommands } from '../../runner/exec/slurm/slurm-commands.ts';
import { SlurmExecutor } from '../../runner/exec/slurm/slurm-executor.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { describeExecutor, type ExecutorRig } from '../util/describe-executor.ts';
import { FakeWorkerControl, fakeWorkerFile, type Order } from '../util/fake-worker.ts';
import { specIn } from '../util/job-spec.ts';
import { skipAll } from '../util/skip-all.ts';
import { startSlurm } from '../util/slurm.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const here = await startSlurm();
const orders = { finish: 'finish', refuse: 'refuse', throw: 'throw', die: 'exit', hang: 'hang' } as const;

/** The build that the tests made. */
const program = (): string => resolve('dist/builds', readFileSync('dist/current', 'utf8').trim(), 'cli.js');

describe('against a real Slurm', () => {
  skipAll(typeof here === 'string' ? here : undefined);
  let cluster: Cluster;

  beforeAll(async () => {
    if (typeof here === 'string') return;
    process.env['SLURM_CONF'] = here.env.SLURM_CONF;
    const asked = await askCluster(slurmCommands);
    if (!asked.ok) throw new Error(JSON.stringify(asked.failures));
    cluster = asked.value;
  });

  afterAll(async () => {
    delete process.env['SLURM_CONF'];
    if (typeof here !== 'string') await here.stop();
  });

  function rig(slots: number) {
    const folder = temporaryFolder();
    const control = new FakeWorkerControl(join(folder, 'control'));
    mkdirSync(control.folder);
    const before = process.env['REPRISE_FAKE'];
    process.env['REPRISE_FAKE'] = control.folder;
    const notices: string[] = [];
    const executor = new SlurmExecutor({
      storeRoot: join(folder, 'store'),
      settings: { maxUnderWay: slots, pollSeconds: 0.2 },
      cluster,
      program: program(),
      worker: { file: fakeWorkerFile, build: null },
      programOf: () => {
        throw new Error('no job has a program of its own');
      },
      notice: (message) => notices.push(message),
    });
    onTestFinished(async () => {
      await executor.close();
      if (before === undefined) delete process.env['REPRISE_FAKE'];
      else process.env['REPRISE_FAKE'] = before;
    });
    const given: Record<string, Order> = {};
    const order = (what: Order): JobSpec => {
      const label = `${what}-${Object.keys(given).length}`;
      given[label] = what;
      control.order(given);
      return specIn(folder, label);
    };
    return { executor, order, notices };
  }

  describeExecutor('the executor of Slurm', (slots): ExecutorRig => {
    const { executor, order } = rig(slots);
    return { executor, spec: (behaviour) => order(orders[behaviour]) };
  });
});
