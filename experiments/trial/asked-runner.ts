/** The way of trials from the searches of a worker process to its runner and back. */
import type { JobKey } from '../../schemas/ids.ts';
import type { FromWorker } from '../../schemas/job.ts';
import type { TrialAnswer } from '../../schemas/trial.ts';
import type { TrialPort } from './finished-trial.ts';

export class AskedRunner {
  readonly #send: (message: FromWorker) => void;
  readonly #waiting = new Map<string, (answer: TrialAnswer) => void>();

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  /** @param key of the search */
  portOf(key: JobKey): TrialPort {
    return (request) =>
      new Promise((resolve) => {
        this.#waiting.set(placeOf(key, request.number), resolve);
        this.#send({ type: 'trial', key, request });
      });
  }

  /** Nothing for a trial that nobody waits for. */
  answer(key: JobKey, number: number, answer: TrialAnswer): void {
    const place = placeOf(key, number);
    const resolve = this.#waiting.get(place);
    this.#waiting.delete(place);
    resolve?.(answer);
  }
}

const placeOf = (key: JobKey, number: number): string => `${key} ${number}`;

/** For jobs that have none. */
export const noTrials: TrialPort = () =>
  Promise.resolve({
    done: false,
    failure: { reason: 'job-refused', message: 'A job that was not started as a search asked for a trial' },
  });
