/** What an engine can do on one machine: a line of `worker.js --engines`. */
import type { EngineName } from './engine.ts';

export type EngineReport =
  | {
      readonly engine: EngineName;
      readonly available: true;
      /** Names of the devices it found; empty when it runs on CPU cores. */
      readonly devices: readonly string[];
      /** What the hot kernels are compiled to, where that depends on the machine. */
      readonly kernels?: string;
    }
  | {
      readonly engine: EngineName;
      readonly available: false;
      readonly why: string;
      /** What to do next. */
      readonly hint: string;
    };
