/** The numbers that the lines of `trajectory.jsonl` have. `trajectories.json` is made from what the tasks say about themselves. */
import type { MethodForm } from './fit.ts';
import type { TaskKind } from './manifest.ts';
import declared from './trajectories.json' with { type: 'json' };

/** Phase to dotted name of a number to what it is. */
export type TrajectoryPhases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** By the form of the method that searches, or the stage that trains. */
export const trajectoryPhases: Readonly<
  Record<TaskKind, Readonly<Record<MethodForm | 'stage', TrajectoryPhases>>>
> = declared;
