/**
 * ScheduledDropPath: a path is dropped the more likely, the deeper its cell and the longer training has gone on.
 * Sources: Zoph et al. 2018, section 3 and appendix A.5; by depth as in tensorflow/models@08eebbc (nasnet_utils.py).
 */
export interface ScheduledDropPath {
  /** Probability of dropping a path of the last cell at the end, in [0, 1): one minus the released keep probability. */
  readonly final: number;
  /** Share of the training steps that are done, in [0, 1]. */
  readonly progress: number;
}

/** @param cell 0-based, reductions and the cells of a stem included */
export const dropProbability = (
  { final, progress }: ScheduledDropPath,
  cell: number,
  cells: number,
): number => Math.min(1, progress) * ((cell + 1) / cells) * final;
