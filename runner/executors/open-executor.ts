/** From what the command line asks for to an executor: on this machine, or in Slurm. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../schemas/engine.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { SlurmTask } from '../../schemas/slurm.ts';
import { ownFolder } from '../build/own-build.ts';
import { findDevices } from '../device/find-devices.ts';
import { GpuLeases } from '../device/gpu-leases.ts';
import { gpuMachine } from '../device/gpu-machine.ts';
import { leaseFolder } from '../device/lease-folder.ts';
import { CommandExecutor } from '../exec/command/command-executor.ts';
import type { CommandProgram } from '../exec/command/command-program.ts';
import type { Device, GpuRequest } from '../exec/device.ts';
import type { Executor } from '../exec/executor.ts';
import { LocalExecutor } from '../exec/local-executor.ts';
import { askCluster } from '../exec/slurm/cluster.ts';
import { slurmCommands } from '../exec/slurm/slurm-commands.ts';
import { SlurmExecutor } from '../exec/slurm/slurm-executor.ts';
import { type SlurmProblem, slurmProblemText } from '../exec/slurm/slurm-problem.ts';
import { trySettings } from '../exec/slurm/submission.ts';
import type { WorkerCommand } from '../exec/worker-process.ts';
import { renderProblems } from '../manifest/index.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import type { Clock } from '../util/clock.ts';
import type { ExecutorName } from './executor-names.ts';
import { readExecutors } from './read-executors.ts';

export interface ExecutorRequest {
  readonly name: ExecutorName;
  /** How many jobs may be under way; undefined for what the machine or the settings say. */
  readonly jobs: number | undefined;
  readonly engine: EngineName;
  /** What each job asks for itself. */
  readonly gpus: GpuRequest | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly worker: SlurmTask['worker'];
  readonly command: WorkerCommand;
  readonly programOf: (parameters: JsonObject) => CommandProgram;
  readonly storeRoot: string;
  /** The project's folder. */
  readonly root: string;
  /** Instead of `executors.yaml` there. */
  readonly settingsFile: string | undefined;
}

export type ExecutorProblem =
  | { readonly reason: 'settings'; readonly problems: readonly ManifestProblem[] }
  | SlurmProblem;

/** Starts the executor, which tells what it does by `notice`. Nothing runs before. */
export type StartExecutor = (notice: (message: string) => void) => Executor;

export const openExecutor = (request: ExecutorRequest): Promise<Result<StartExecutor, ExecutorProblem>> =>
  request.name === 'slurm' ? openSlurm(request) : openLocal(request);

async function openLocal({
  engine,
  gpus,
  worker,
  command,
  programOf,
  jobs,
  env,
  clock,
}: ExecutorRequest): Promise<Result<StartExecutor, never>> {
  const machine = gpuMachine(env, clock.now);
  const devices = await findDevices({ engine, gpus, workerFile: worker.file, jobs }, machine);
  return ok((notice) => {
    const crowd = crowdText(devices, availableParallelism());
    if (crowd !== undefined) notice(crowd);
    const leases = new GpuLeases({ machine, folder: leaseFolder(env), clock, onNotice: notice });
    return new CommandExecutor(new LocalExecutor(command, devices, { gpus: leases }), {
      ...{ devices, programOf, gpus: leases },
    });
  });
}

/** What more workers than cores do. Those of a GPU wait for it, not for a core. */
function crowdText(devices: readonly Device[], cores: number): string | undefined {
  const workers = devices.filter(({ id }) => id.startsWith('cpu:')).length;
  if (workers <= cores) return undefined;
  return (
    `note: ${workers} workers on ${cores} CPU core(s) share them: the results are the same, ` +
    `each job takes longer and more memory is needed; without --jobs there is one worker for each core`
  );
}

/** With settings that Slurm would take, so that a wrong one is told before anything is begun. */
async function openSlurm(request: ExecutorRequest): Promise<Result<StartExecutor, ExecutorProblem>> {
  const read = readExecutors(request.root, request.settingsFile);
  if (!read.ok) return fail({ reason: 'settings', problems: read.failures });
  const { slurm = {} } = read.value;
  const settings = request.jobs === undefined ? slurm : { ...slurm, maxUnderWay: request.jobs };
  const cluster = await askCluster(slurmCommands);
  if (!cluster.ok) return cluster;
  const refusal = await trySettings(slurmCommands, settings);
  if (refusal !== undefined) return fail(refusal);
  const { storeRoot, worker, programOf } = request;
  return ok(
    (notice) =>
      new SlurmExecutor({
        ...{ storeRoot, settings, worker, programOf, notice },
        cluster: cluster.value,
        program: join(ownFolder, 'cli.js'),
      }),
  );
}

/** Ends with a line break. */
export function executorProblemText(problem: ExecutorProblem): string {
  if (problem.reason === 'settings') return renderProblems(problem.problems);
  const { message, help } = slurmProblemText(problem);
  return `error: ${message}\n  help: ${help}\n`;
}
