/** Orders for the fake worker, and what it has done. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const fakeWorkerFile = resolve('test/fixtures/fake-worker.mjs');

export type Order =
  | 'exit'
  | 'kill'
  | 'hang'
  | 'murmur'
  | 'throw'
  | 'refuse'
  | 'empty'
  | 'wait'
  | 'other'
  | 'finish'
  | 'stop'
  | 'deaf'
  | 'shout'
  | 'full'
  | 'malformed'
  | 'note';

export class FakeWorkerControl {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Environment that puts a worker under this control. */
  get env(): Record<string, string> {
    return { REPRISE_FAKE: this.folder, REPRISE_WORKER: fakeWorkerFile };
  }

  order(orders: Readonly<Record<string, Order | readonly Order[]>>): void {
    writeFileSync(join(this.folder, 'orders.json'), JSON.stringify(orders));
  }

  /** Lets the jobs ordered to `wait` go on. */
  go(): void {
    writeFileSync(join(this.folder, 'go'), '');
  }

  /** Workers that start from now on never say `ready`. */
  beSilent(): void {
    writeFileSync(join(this.folder, 'silent'), '');
  }

  /** Whether a worker that never says `ready` has started. */
  get hasSilentWorker(): boolean {
    return readFileSync(join(this.folder, 'silent'), 'utf8') !== '';
  }

  /** The process of each attempt, in the order in which they started. */
  pids(): string[] {
    return readFileSync(join(this.folder, 'pids'), 'utf8').trim().split('\n');
  }

  /** Labels of all attempts, in the order in which they started. */
  started(): string[] {
    const file = join(this.folder, 'started');
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  }
}
