/** Stages in an order in which each comes after the stage it takes architectures from. */
import type { Stage } from '../../schemas/manifest.ts';

/**
 * File order, except where a stage stands before the one it needs.
 * @throws Error on a cycle or an unknown stage, which validation has refused before.
 */
export function orderStages(stages: Readonly<Record<string, Stage>>): [string, Stage][] {
  const ordered = new Map<string, Stage>();
  const visiting = new Set<string>();
  const visit = (name: string): void => {
    const stage = stages[name];
    if (ordered.has(name)) return;
    if (stage === undefined || visiting.has(name))
      throw new Error(`Internal error: stage ${name} is unknown or in a cycle`);
    visiting.add(name);
    if (stage.kind !== 'search') visit(stage.from);
    ordered.set(name, stage);
  };
  for (const name of Object.keys(stages)) visit(name);
  return [...ordered];
}
