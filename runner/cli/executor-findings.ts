/** What `doctor` finds about Slurm. Nothing is said where neither it nor settings for it are there. */
import { askCluster, type Cluster } from '../exec/slurm/cluster.ts';
import { slurmCommands } from '../exec/slurm/slurm-commands.ts';
import { slurmProblemText } from '../exec/slurm/slurm-problem.ts';
import { trySettings } from '../exec/slurm/submission.ts';
import { executorProblemText } from '../executors/open-executor.ts';
import { readExecutors } from '../executors/read-executors.ts';
import type { Project } from '../project/project.ts';
import { onlyFailure } from '../util/only-failure.ts';
import { badFinding, type Finding } from './program-findings.ts';

const subject = 'Slurm';

export async function executorFindings({ root }: Pick<Project, 'root'>): Promise<Finding[]> {
  const settings = readExecutors(root);
  if (!settings.ok) {
    return [
      badFinding('executors', executorProblemText({ reason: 'settings', problems: settings.failures })),
    ];
  }
  const { slurm } = settings.value;
  const cluster = await askCluster(slurmCommands);
  if (!cluster.ok) {
    const problem = onlyFailure(cluster.failures);
    const { message: found, help } = slurmProblemText(problem);
    if (slurm !== undefined) return [{ state: 'bad', subject, found, help }];
    return problem.reason === 'missing' ? [] : [{ state: 'note', subject, found, help }];
  }
  const refusal = await trySettings(slurmCommands, slurm ?? {});
  if (refusal === undefined) return [{ state: 'good', subject, found: clusterText(cluster.value) }];
  const { message: found, help } = slurmProblemText(refusal);
  return [{ state: slurm === undefined ? 'note' : 'bad', subject, found, help }];
}

const clusterText = ({ name, version, maxArraySize, hasAccounting }: Cluster): string =>
  `${version} answers, cluster ${name}, arrays of at most ${maxArraySize}, states by ${hasAccounting ? 'sacct' : 'squeue'}`;
