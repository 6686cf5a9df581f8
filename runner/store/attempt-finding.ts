/** Looks at one thing of a store; what the system does not let us look at is a finding. */
import { systemProblemOf } from '../util/system-error.ts';
import type { FsckFinding } from './store-problem.ts';

export function findingsOf(path: string, look: () => readonly FsckFinding[]): readonly FsckFinding[] {
  try {
    return look();
  } catch (error) {
    const problem = systemProblemOf(error);
    if (problem === undefined) throw error;
    return [{ reason: 'unreadable', path, problem }];
  }
}
