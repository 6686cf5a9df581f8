/** Cancels tasks of arrays: those that were told at one moment by one command. */
import type { Clock } from '../../util/clock.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { slurmProblemText } from './slurm-problem.ts';

/** For more of the same moment. */
const gatherMs = 50;
const retryMs = 2_000;
/** Names on one command line. */
const atOnce = 500;

export class Canceller {
  readonly #commands: SlurmCommands;
  readonly #clock: Clock;
  readonly #notice: (message: string) => void;
  /** As Slurm calls it, to whether it is cancelled only while it waits. */
  readonly #tasks = new Map<string, boolean>();
  #isAtWork = false;
  #isClosed = false;

  constructor(commands: SlurmCommands, clock: Clock, notice: (message: string) => void) {
    this.#commands = commands;
    this.#clock = clock;
    this.#notice = notice;
  }

  /** @param task such as `123_4` */
  cancel(task: string, { onlyPending }: { readonly onlyPending: boolean }): void {
    this.#tasks.set(task, onlyPending);
    if (!this.#isAtWork) void this.#work();
  }

  close(): void {
    this.#isClosed = true;
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    await this.#clock.sleep(gatherMs);
    while (this.#tasks.size > 0) {
      const [[, onlyPending] = ['', false]] = this.#tasks;
      const tasks = [...this.#tasks].filter(([, only]) => only === onlyPending).slice(0, atOnce);
      for (const [task] of tasks) this.#tasks.delete(task);
      const names = tasks.map(([task]) => task);
      const answer = await this.#commands.run('scancel', [
        ...(onlyPending ? ['--state=PENDING'] : []),
        ...names,
      ]);
      const [problem] = answer.ok ? [] : answer.failures;
      // One that has ended meanwhile is no trouble.
      if (problem?.reason !== 'unreachable') continue;
      if (this.#isClosed) break;
      this.#notice(`${slurmProblemText(problem).message}; trying to cancel again`);
      await this.#clock.sleep(retryMs);
      for (const name of names) if (!this.#tasks.has(name)) this.#tasks.set(name, onlyPending);
    }
    this.#isAtWork = false;
  }
}
