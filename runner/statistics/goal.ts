/** Which way a metric gets better. */
export type Goal = 'minimize' | 'maximize';

const signs: Readonly<Record<Goal, 1 | -1>> = { minimize: 1, maximize: -1 };

/** What turns values so that the least is the best. */
export const bestFirst = (goal: Goal): 1 | -1 => signs[goal];
