/** Runs in a process of its own, on the engine named by the first argument; writes what it found as JSON. */
import { writeFileSync } from 'node:fs';
import { startEngine } from '../../../../experiments/engine/index.ts';
import type { EngineName } from '../../../../schemas/engine.ts';
import { runCases } from './run-cases.ts';
import { trainTinyNetwork } from './tiny-network.ts';

const [name, file] = process.argv.slice(2) as [EngineName, string];
await startEngine(name);
const outcome = { cases: await runCases(), trained: await trainTinyNetwork() };
writeFileSync(file, JSON.stringify(outcome));
// Dawn would keep the process alive.
process.exit(0);
