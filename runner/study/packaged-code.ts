/** Whether an installed package can recompute a paper that comes with it: its lock was made by some commit of Reprise. */
import type { LockedProfile } from '../../schemas/lock.ts';
import { keyMaterial } from '../graph/key-material.ts';
import { jobKey } from '../key/job-key.ts';
import type { Experiment } from './experiment.ts';

/** Labels of the jobs whose keys the package's code makes other than locked, among those that need no other job. */
export function otherKeys({ graph, context }: Experiment, { jobs }: LockedProfile): readonly string[] {
  return graph.jobs.flatMap((job) => {
    const material = keyMaterial(job, context, () => undefined);
    if (material === undefined) return [];
    return jobs[job.label]?.key === jobKey(material) ? [] : [job.label];
  });
}
