/** What the decisions of a space are about, where several are about the same thing. */
import type { ConfigSpace } from './config-space.ts';

/** Of a space whose decisions are a sequence: methods that learn about one state or operation learn about all of them. */
export interface WithDecisionFields {
  /** One for each parameter, such as `operation`. */
  readonly fields: readonly string[];
}

/** One for each parameter: those that the space tells, or else the names of the parameters, so that none is shared. */
export function decisionFields(space: ConfigSpace<unknown>): readonly string[] {
  const told = (space as Partial<WithDecisionFields>).fields;
  return told ?? space.parameters.map(({ name }) => name);
}
