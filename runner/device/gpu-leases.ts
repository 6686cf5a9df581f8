/**
 * Leases of the GPUs of this machine, shared with every other runner of the user, whatever project or store it works for. A
 * job asks with a file, waits for its turn by the rule of all (`choose-gpus.ts`), and holds its GPUs until its processes
 * have ended and their memory is seen free. The lease of a runner that died holds for as long.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { GpuRequest } from '../exec/device.ts';
import type { GpuLease, GpuPool } from '../exec/gpu-pool.ts';
import type { Clock } from '../util/clock.ts';
import { explainError } from '../util/explain-error.ts';
import { keepFresh } from '../util/heartbeat.ts';
import { groupOf, isGroupAlive, isOfGroup } from '../util/process-group.ts';
import { ownIdentity } from '../util/process-identity.ts';
import { unlessRefused } from '../util/system-error.ts';
import { grantGpus } from './choose-gpus.ts';
import { deviceFiles, deviceOf, type GpuMachine, type GpuView, gpuName } from './gpu.ts';
import { type HeldEntry, isHeldEntry, type LeaseEntry } from './lease-entry.ts';
import {
  entryFile,
  openLeaseFolder,
  readEntries,
  removeEntry,
  type StoredEntry,
  withLeases,
  writeEntry,
} from './lease-folder.ts';
import { LeaseNotices } from './lease-notices.ts';
import { baselineOf, isFree, loadsOf, type ProcessView } from './lease-state.ts';
import { unavailable } from './unavailable.ts';

export interface GpuLeasesOptions {
  readonly machine: GpuMachine;
  /** See `leaseFolder`. */
  readonly folder: string;
  readonly clock: Clock;
  /** What a person should know, each once. */
  readonly onNotice: (text: string) => void;
  readonly processes?: ProcessView;
}

/** Where others give their GPUs back, nobody tells. */
const waitingPollMs = 500;
const releasePollMs = 250;
/** After that a person is told what a job left. */
const releaseNoticeMs = 10_000;
/** What is not free then stays leased for as long as it is not. */
const closeMs = 3_000;

export class GpuLeases implements GpuPool {
  readonly #options: GpuLeasesOptions;
  readonly #processes: ProcessView;
  readonly #notices: LeaseNotices;
  readonly #releases = new Set<Promise<void>>();
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(options: GpuLeasesOptions) {
    this.#options = options;
    this.#processes = options.processes ?? { isGroupAlive, isOfGroup };
    this.#notices = new LeaseNotices(options.onNotice, options.clock);
  }

  async lease(request: GpuRequest, job: string, signal: AbortSignal): Promise<Result<GpuLease, JobFailure>> {
    const { folder, clock, machine } = this.#options;
    let file: string | undefined;
    try {
      const problem = unavailable(request, await machine.look(waitingPollMs));
      if (problem !== undefined) return fail(problem);
      openLeaseFolder(folder);
      file = await withLeases(folder, clock, () => this.#ask(request, job));
      const held = await this.#wait(file, request, job, signal);
      if (held.ok) return held;
      await this.#withdraw(file);
      return held;
    } catch (error) {
      if (file !== undefined) unlessRefused(() => removeEntry(file ?? ''));
      const { message, help: hint } = explainError(error);
      return fail({ reason: 'gpus-unavailable', message, hint });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const late = new Promise<void>((resolve) => void this.#options.clock.after(closeMs, resolve));
    await Promise.race([Promise.all(this.#releases), late]);
  }

  /** @returns the file that stands for the job from now on. */
  #ask(request: GpuRequest, job: string): string {
    const { folder } = this.#options;
    const number = 1 + Math.max(-1, ...readEntries(folder).map(({ entry }) => entry.number));
    const file = entryFile(folder, number);
    writeEntry(file, newEntry(number, request, job, []));
    return file;
  }

  async #wait(
    file: string,
    request: GpuRequest,
    job: string,
    signal: AbortSignal,
  ): Promise<Result<GpuLease, JobFailure>> {
    const { folder, clock, machine } = this.#options;
    const stop = keepFresh(file);
    const since = clock.now();
    let isTaken = false;
    try {
      for (;;) {
        const view = await machine.look(waitingPollMs);
        const problem = signal.aborted ? (signal.reason as JobFailure) : unavailable(request, view);
        if (problem !== undefined) return fail(problem);
        const taken = await withLeases(folder, clock, () => this.#take(file, request, job, view));
        isTaken = taken !== undefined;
        if (taken !== undefined) return ok(this.#held(file, taken, view, stop));
        this.#notices.waits(job, clock.now() - since, view, readEntries(folder));
        await this.#changed(signal);
      }
    } finally {
      if (!isTaken) stop();
    }
  }

  /** The entry with its GPUs, when it is its turn. */
  #take(file: string, request: GpuRequest, job: string, view: GpuView): HeldEntry | undefined {
    const { folder } = this.#options;
    const known = this.#settle(readEntries(folder), view).map(({ entry }) => entry);
    const number = Number(/(\d+)\.json$/.exec(file)?.[1]);
    const asked = newEntry(number, request, job, view.usable);
    const before = known.find((entry) => entry.number === number);
    // Whoever could not see this runner for long may have taken its file away.
    if (before === undefined || before.usable.join() !== asked.usable.join()) writeEntry(file, asked);
    const entries = [...known.filter((entry) => entry.number !== number), asked];
    const loads = loadsOf(view.states, entries, this.#processes);
    this.#notices.looked(view, entries, this.#processes);
    const waiting = entries.filter((entry) => !isHeldEntry(entry));
    const grant = grantGpus(waiting, loads).find((each) => each.number === number);
    if (grant === undefined) return undefined;
    const gpus = view.states
      .filter(({ id }) => grant.gpus.includes(id))
      .map((state) => ({ id: state.id, name: gpuName(state), baselineMib: baselineOf(state, entries) }));
    const held = { ...asked, gpus };
    writeEntry(file, held);
    return held;
  }

  /** Removes what dead runners left, as far as it is free. @returns what counts. */
  #settle(stored: readonly StoredEntry[], { states }: GpuView): StoredEntry[] {
    const entries = stored.map(({ entry }) => entry);
    return stored.filter(({ entry, file, isAlive }) => {
      if (isAlive) return true;
      if (isHeldEntry(entry) && !isFree(entry, entries, states, this.#processes)) {
        this.#notices.outlived(entry);
        return true;
      }
      removeEntry(file);
      return false;
    });
  }

  #held(file: string, held: HeldEntry, { states }: GpuView, stop: () => void): GpuLease {
    const gpus = states.filter(({ id }) => held.gpus.some((gpu) => gpu.id === id));
    let entry = held;
    let isReleased = false;
    return {
      device: deviceOf(gpus),
      deviceFiles: deviceFiles(gpus),
      bind: (pid) => {
        entry = { ...entry, group: groupOf(pid) };
        writeEntry(file, entry);
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        const releasing = this.#release(file, entry).finally(() => {
          stop();
          this.#releases.delete(releasing);
        });
        this.#releases.add(releasing);
      },
    };
  }

  /** Never rejects: a lease that cannot be given back ends with this process. */
  async #release(file: string, entry: HeldEntry): Promise<void> {
    const { folder, clock, machine } = this.#options;
    const since = clock.now();
    try {
      while (!this.#isClosed || clock.now() - since < closeMs) {
        const { states } = await machine.look(0);
        const entries = readEntries(folder).map((stored) => stored.entry);
        if (isFree(entry, entries, states, this.#processes)) {
          await this.#withdraw(file);
          this.#wakeAll();
          return;
        }
        if (clock.now() - since > releaseNoticeMs) this.#notices.lingers(entry, states);
        await clock.sleep(releasePollMs);
      }
    } catch (error) {
      this.#options.onNotice(`note: a lease of GPUs was not given back: ${explainError(error).message}`);
    }
  }

  /** Removes a file of this process, and of no other that took its number since. */
  async #withdraw(file: string): Promise<void> {
    const { folder, clock } = this.#options;
    const { pid, processStart } = ownIdentity();
    await withLeases(folder, clock, () => {
      const stored = readEntries(folder).find((each) => each.file === file)?.entry;
      if (stored?.pid === pid && stored.processStart === processStart) removeEntry(file);
    });
  }

  /** Until this process has given GPUs back, others may have, or nobody wants them any more. */
  async #changed(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      // A timer that keeps the process alive: whoever waits has nothing else to do.
      const timer = setTimeout(wake, waitingPollMs);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Of a job that waits. @param usable ids of the GPUs that this runner may use */
const newEntry = (
  number: number,
  request: GpuRequest,
  job: string,
  usable: readonly string[],
): LeaseEntry => ({
  formatVersion: 1,
  ...ownIdentity(),
  ...{ number, job, request: { ...request }, usable: [...usable] },
  ...{ gpus: null, group: null },
});
