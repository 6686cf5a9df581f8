/** What a person is told of GPUs while jobs wait for them, each thing once. */
import type { Clock } from '../util/clock.ts';
import { type GpuProcess, type GpuState, type GpuView, gpuName } from './gpu.ts';
import { foreignProcesses } from './gpu-load.ts';
import type { HeldEntry, LeaseEntry } from './lease-entry.ts';
import type { StoredEntry } from './lease-folder.ts';
import { heldOn, ownership, type ProcessView } from './lease-state.ts';

/** Shorter waits nobody needs to know of. */
const waitNoticeMs = 5_000;
/** Where nothing has changed, a person is told again after this. */
const againMs = 10 * 60_000;

export class LeaseNotices {
  readonly #tell: (text: string) => void;
  readonly #clock: Clock;
  readonly #told = new Map<string, number>();

  constructor(tell: (text: string) => void, clock: Clock) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** Faults, and who computes without a lease. */
  looked(
    { states, usable }: GpuView,
    entries: readonly LeaseEntry[],
    processes: Pick<ProcessView, 'isOfGroup'>,
  ): void {
    const isOurs = ownership(entries, processes);
    for (const state of states.filter(({ id }) => usable.includes(id))) {
      if (state.fault !== null) this.#say(`${gpuName(state)} is left out: ${state.fault}`);
      for (const process of foreignProcesses(state, isOurs))
        this.#say(
          `${gpuName(state)} is used by ${processText(process)}, which holds no lease: the GPU counts as loaded`,
        );
    }
  }

  waits(job: string, waitedMs: number, { states, usable }: GpuView, stored: readonly StoredEntry[]): void {
    if (waitedMs < waitNoticeMs) return;
    const entries = stored.map(({ entry }) => entry);
    const holders = states
      .filter(({ id }) => usable.includes(id))
      .flatMap((state) => {
        const held = heldOn(entries, state.id);
        return held.length === 0 ? [] : [`${gpuName(state)} by ${held.map(holderText).join(', ')}`];
      });
    const who = holders.length === 0 ? '' : `; held are ${holders.join('; ')}`;
    // One line for all that wait, whichever comes first.
    this.#say(`jobs wait for GPUs, such as ${job}${who}`, 'jobs wait');
  }

  /** Of a runner that died. */
  outlived({ gpus, group, job, pid }: HeldEntry): void {
    const names = gpus.map(({ name }) => name).join(', ');
    const what = group === null ? 'its memory is' : `its process group ${group.pid} or its memory is`;
    this.#say(`${names}: the runner of ${job} (process ${pid}) died, but ${what} still there`);
  }

  /** Of a job of this runner that has ended. */
  lingers({ gpus, job }: HeldEntry, states: readonly GpuState[]): void {
    for (const { id, name } of gpus) {
      const used = states.find((state) => state.id === id)?.usedMib ?? 0;
      this.#say(
        `${name}: ${used} MiB are in use after ${job} ended; it is given out again when they are free`,
        `lingers ${name} ${job}`,
      );
    }
  }

  #say(text: string, key = text): void {
    const told = this.#told.get(key);
    if (told !== undefined && this.#clock.now() - told < againMs) return;
    this.#told.set(key, this.#clock.now());
    this.#tell(`GPUs: ${text}`);
  }
}

export const processText = ({ pid, name }: GpuProcess): string => `${name} (process ${pid})`;

const holderText = ({ job, pid }: HeldEntry): string => `${job} of process ${pid}`;
