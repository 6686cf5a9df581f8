/**
 * Feeds mutated inputs to a target in a process of its own, with a limit for its time and its memory. Whatever a seed has
 * found, it finds again.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { FuzzInput, FuzzOutcome } from './child.ts';

/** A machine may be busy; what is quadratic takes longer than this all the same. */
const mostMs = 10_000;
const mostMegabytes = 256;

export class Fuzzer {
  readonly #program: string;
  #child: ChildProcess | undefined;

  /** @param program the bundled `child.ts` */
  constructor(program: string) {
    this.#program = program;
  }

  /** What is wrong with how the target took the input; null when nothing is. */
  async try(target: string, input: Uint8Array): Promise<string | null> {
    const child = this.#running();
    const message: FuzzInput = { target, input: Buffer.from(input).toString('base64') };
    const outcome = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve(`took longer than ${mostMs} ms`), mostMs);
      const finish = (found: string | null): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(found);
      };
      child.once('message', (given: FuzzOutcome) => finish(given.thrown));
      child.once('exit', (code, signal) => finish(`ended the process (${signal ?? `exit code ${code}`})`));
      child.send(message);
    });
    if (outcome !== null) this.close();
    return outcome;
  }

  close(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #running(): ChildProcess {
    this.#child ??= fork(this.#program, [], {
      execArgv: [`--max-old-space-size=${mostMegabytes}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.#child;
  }
}
