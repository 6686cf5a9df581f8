/** Runs in a process of its own, on the engine named by the first argument; writes what it found as JSON. */
import { writeFileSync } from 'node:fs';
import { startEngine } from '../../../../experiments/engine/index.ts';
import { EngineUnavailable } from '../../../../experiments/engine/unavailable.ts';
import type { EngineName } from '../../../../schemas/engine.ts';
import { type CaseOutcome, runCases } from './run-cases.ts';
import { type Trained, trainTinyNetwork } from './tiny-network.ts';

export type Outcome =
  | { readonly cases: readonly CaseOutcome[]; readonly trained: Trained }
  | { readonly unavailable: string };

const measure = async (name: EngineName): Promise<Outcome> => {
  try {
    await startEngine(name);
  } catch (error) {
    if (error instanceof EngineUnavailable) return { unavailable: error.message };
    throw error;
  }
  return { cases: await runCases(), trained: await trainTinyNetwork() };
};

const [name, file] = process.argv.slice(2) as [EngineName, string];
writeFileSync(file, JSON.stringify(await measure(name)));
// Dawn would keep the process alive.
process.exit(0);
