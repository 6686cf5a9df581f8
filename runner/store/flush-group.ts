/**
 * Group commit: whoever waits for the disk meanwhile is served by the next round of flushes, so that a hundred small jobs
 * cost little more than one. Each flush still ends before the step that rests on it.
 */
import type { DurableFiles } from '../util/durable-files.ts';
import type { Flush, FlushFault, FlushSteps } from './flush-steps.ts';

/** Files that are open at once for a flush. */
const atOnce = 16;

interface Round {
  /** Paths, each once: whatever lies there was written before the round begins. */
  readonly files: Set<string>;
  readonly folders: Set<string>;
  /** Path to error, once all are done. Never rejects. */
  readonly faults: Promise<ReadonlyMap<string, unknown>>;
}

/** Drives any number of works at once. */
export class FlushGroup {
  readonly #files: DurableFiles;
  /** The round that has not begun; undefined when nobody waits for one. */
  #next: Round | undefined;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(files: DurableFiles) {
    this.#files = files;
  }

  async run<T>(steps: FlushSteps<T>): Promise<T> {
    let step = steps.next();
    while (step.done !== true) step = steps.next(await this.#flush(step.value));
    return step.value;
  }

  async #flush({ files, folders }: Flush): Promise<FlushFault | undefined> {
    this.#next ??= this.#roundAfter(this.#underWay);
    const round = this.#next;
    for (const path of files) round.files.add(path);
    for (const path of folders) round.folders.add(path);
    const faults = await round.faults;
    const path = [...files, ...folders].find((one) => faults.has(one));
    return path === undefined ? undefined : { path, error: faults.get(path) };
  }

  #roundAfter(before: Promise<unknown>): Round {
    const files = new Set<string>();
    const folders = new Set<string>();
    const faults = before.then(() => {
      this.#next = undefined;
      return this.#syncAll(files, folders);
    });
    this.#underWay = faults;
    return { files, folders, faults };
  }

  async #syncAll(
    files: ReadonlySet<string>,
    folders: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, unknown>> {
    const faults = new Map<string, unknown>();
    const left = [
      ...[...files].map((path) => ({ path, sync: this.#files.syncFileSoon })),
      ...[...folders].map((path) => ({ path, sync: this.#files.syncFolderSoon })),
    ].values();
    const lane = async (): Promise<void> => {
      for (const { path, sync } of left) {
        try {
          await sync(path);
        } catch (error) {
          faults.set(path, error);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return faults;
  }
}
