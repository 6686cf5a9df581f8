/** What the executor must know of the cluster, asked before anything is submitted. */
import { ok, type Result } from '../../../schemas/result.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import type { SlurmProblem } from './slurm-problem.ts';

export interface Cluster {
  readonly name: string;
  readonly version: string;
  /** The most tasks that a job array may have. */
  readonly maxArraySize: number;
  /** Whether ended jobs are kept in a database that `sacct` asks. */
  readonly hasAccounting: boolean;
}

export async function askCluster(commands: SlurmCommands): Promise<Result<Cluster, SlurmProblem>> {
  const answer = await commands.run('scontrol', ['show', 'config']);
  return answer.ok ? ok(readConfig(answer.value)) : answer;
}

/** Of `scontrol show config`. Where it does not tell, what every Slurm has. */
export function readConfig(text: string): Cluster {
  const value = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, 'm').exec(text)?.[1];
  const size = Number(value('MaxArraySize'));
  return {
    name: value('ClusterName') ?? 'unknown',
    version: value('SLURM_VERSION') ?? 'unknown',
    maxArraySize: Number.isInteger(size) && size > 0 ? size : 1001,
    hasAccounting: value('AccountingStorageType')?.endsWith('slurmdbd') === true,
  };
}
