/** Where jobs can run. */
export const executorNames = ['local', 'slurm'] as const;
export type ExecutorName = (typeof executorNames)[number];
