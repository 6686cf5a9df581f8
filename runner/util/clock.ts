/** Time, passed in so that tests decide how it goes. */
export interface Clock {
  /** The moment, for records. */
  date(): Date;
  /** Milliseconds on a monotonic clock, for durations. */
  now(): number;
  /** Calls back once after `ms`, unless cancelled. Does not keep the process alive. */
  after(ms: number, callback: () => void): { cancel(): void };
  sleep(ms: number): Promise<void>;
}

/** Timers of Node take at most this long. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  date: () => new Date(),
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, longestTimerMs));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
