/** What a task of a project's own is written with: `reprise/task`. */

export { cosTurns, exp, log, power, sinTurns, tanh } from '../../schemas/exact-math.ts';
export type { JsonObject } from '../../schemas/json.ts';
export { type Draws, draws } from '../rng/draws.ts';
export { type Key, split } from '../rng/key.ts';
export { defineTask } from '../task/own/define-task.ts';
export type { MeasureRun, OwnScore, OwnTask } from '../task/own/own-task.ts';
export * from './settings.ts';
