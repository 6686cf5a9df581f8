/** What computes the jobs of an experiment: workers and programs of this machine, or Slurm. */
import { commandLimits, isCommandTask } from '../../schemas/command.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { Result } from '../../schemas/result.ts';
import type { CommandProgram } from '../exec/command/command-program.ts';
import { gpuRequestOf } from '../exec/command/gpu-request.ts';
import type { GpuRequest } from '../exec/device.ts';
import type { ExecutorName } from '../executors/executor-names.ts';
import { type ExecutorProblem, openExecutor, type StartExecutor } from '../executors/open-executor.ts';
import type { Experiment } from '../study/experiment.ts';
import type { CliContext } from './context.ts';
import type { RunProgram } from './run-program.ts';

export interface ExecutorChoice {
  readonly executor: ExecutorName;
  /** How many at once; undefined for one on each device. */
  readonly jobs?: number | undefined;
  /** Settings of executors instead of those of the project. */
  readonly executorsFile?: string | undefined;
}

export const chooseExecutor = (
  { env, clock }: CliContext,
  experiment: Experiment,
  { worker, command, build }: RunProgram,
  { executor: name, jobs, executorsFile }: ExecutorChoice,
): Promise<Result<StartExecutor, ExecutorProblem>> =>
  openExecutor({
    ...{ name, jobs, command, env, clock },
    engine: experiment.manifest.engine,
    gpus: gpusOf(experiment),
    worker: { file: worker, build: build === null ? null : { id: build.id, folder: build.folder } },
    programOf: (parameters) => programOf(experiment, parameters),
    storeRoot: experiment.project.storeRoot,
    root: experiment.project.root,
    settingsFile: executorsFile,
  });

function programOf({ commandOf }: Experiment, parameters: JsonObject): CommandProgram {
  const program = commandOf(parameters);
  if (program === undefined) throw new Error('Internal error: a job of another task asks for its program');
  return program;
}

/** Of each job of a task `command`; its resources hold for the whole manifest. */
function gpusOf({ manifest }: Experiment): GpuRequest | undefined {
  const limits = isCommandTask(manifest.task) ? commandLimits.read(manifest.task) : undefined;
  return limits?.ok === true ? gpuRequestOf(limits.value.resources) : undefined;
}
