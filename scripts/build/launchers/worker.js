// Starts the worker of the current build by hand, as in `node dist/worker.js --engines`. A run starts its own build's.
import { readFileSync } from 'node:fs';

const id = readFileSync(new URL('./current', import.meta.url), 'utf8').trim();
await import(new URL(`./builds/${id}/worker.js`, import.meta.url).href);
