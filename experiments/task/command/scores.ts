/** What a task `command` measures is in its manifest; as an example stands what most of them do. */
import type { TaskScores } from '../../method/declared-scores.ts';

export const commandScores: TaskScores = [
  {
    name: 'errorPercent',
    goal: 'minimize',
    worst: Infinity,
    unit: '%',
    digits: 2,
    splits: ['validation', 'test'],
  },
];
