/**
 * Runs a black-box method on simulated workers. A trial takes as long as its evaluation says (a recorded training time,
 * a cost model), never as long as it really took; scores are told in the order of simulated time. So the decisions
 * depend on the number of logical workers only, not on how many trials really run side by side, how fast, or on crashes.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { BlackBoxMethod, Proposal } from './black-box-method.ts';
import { type Decision, type Evaluation, validationValues } from './decision-log.ts';
import { compareScores, isMeasured, type Score } from './score.ts';

export type Evaluated<F> = Result<Evaluation, F> | Promise<Result<Evaluation, F>>;

export interface ClockOptions<A, F> {
  readonly method: BlackBoxMethod<A>;
  /** Measures a trial. Called in the order of starts; up to `logicalWorkers` calls are open at a time. */
  readonly evaluate: (trial: Proposal<A>) => Evaluated<F>;
  /**
   * The duration, where it is known before the trial is evaluated. Then the clock moves on as soon as the
   * first trial in simulated time is done; otherwise it must await all that are under way.
   */
  readonly seconds?: (trial: Proposal<A>) => number;
  readonly logicalWorkers: number;
  /** No more trials than these start; 0 sets no such end. */
  readonly evaluations: number;
  /** No trial starts later; 0 sets no such end. */
  readonly simulatedSeconds: number;
  /** The first trial that would take the epochs of all trials beyond this ends the search; 0 or absent sets no such end. */
  readonly totalEpochs?: number;
  /** Names architectures in the log. */
  readonly id: (architecture: A) => string;
  /** Gets every decision as it is made; `id` is not called without it. */
  readonly onDecision?: (decision: Decision) => void;
}

/** The best valid trial so far, from `time` on. */
export interface Incumbent<A> {
  readonly time: number;
  readonly trial: Proposal<A>;
  /** On validation data. */
  readonly score: Score;
}

export interface ClockOutcome<A> {
  /** Each better than the one before. */
  readonly incumbents: readonly Incumbent<A>[];
  readonly trials: number;
  /** Trials whose architecture was none. */
  readonly invalidTrials: number;
  /** When the last trial finished. */
  readonly seconds: number;
  /** Of all workers together. */
  readonly busySeconds: number;
  /** Of all trials together, each from its very start. */
  readonly epochs: number;
}

/**
 * Trials that are under way at the end are finished and told. Of trials that finish at the same time, that of the
 * worker with the smaller number comes first; free workers are served in the order of their numbers.
 * @returns the failures of the first evaluation, in the order of simulated time, that failed
 */
export async function runOnLogicalClock<A, F>(
  options: ClockOptions<A, F>,
): Promise<Result<ClockOutcome<A>, F>> {
  const clock = new LogicalClock(options);
  try {
    for (;;) {
      clock.startTrials();
      if (clock.running.length === 0) return ok(clock.outcome());
      // Without a cost model nobody knows who is first before all are done.
      for (const trial of clock.running) if (trial.finish === undefined) await settle(trial);
      const first = clock.takeFirst();
      const evaluated = first.evaluated instanceof Promise ? await first.evaluated : first.evaluated;
      if (!evaluated.ok) return fail(...evaluated.failures);
      clock.finishTrial(first, evaluated.value);
    }
  } finally {
    // Nothing of this search goes on behind the caller's back, however it ended.
    await Promise.allSettled(clock.running.map(({ evaluated }) => evaluated));
  }
}

interface Running<A, F> {
  readonly worker: number;
  readonly trial: Proposal<A>;
  readonly start: number;
  evaluated: Evaluated<F>;
  /** Undefined until it is known. */
  finish: number | undefined;
}

async function settle<A, F>(trial: Running<A, F>): Promise<void> {
  trial.evaluated = await trial.evaluated;
  noteFinish(trial);
}

/** A failure ends the search at once, at the time when its trial started. */
function noteFinish<A, F>(trial: Running<A, F>): void {
  const { evaluated, start } = trial;
  if (!(evaluated instanceof Promise)) trial.finish = start + (evaluated.ok ? evaluated.value.seconds : 0);
}

class LogicalClock<A, F> {
  readonly running: Running<A, F>[] = [];
  readonly #options: ClockOptions<A, F>;
  /** Numbers of the free workers, rising. */
  readonly #free: number[];
  readonly #incumbents: Incumbent<A>[] = [];
  #time = 0;
  #trials = 0;
  #invalidTrials = 0;
  #busySeconds = 0;
  #epochs = 0;
  /** No further trial starts, whatever those under way bring. */
  #isOver = false;

  constructor(options: ClockOptions<A, F>) {
    const { logicalWorkers } = options;
    if (!Number.isInteger(logicalWorkers) || logicalWorkers < 1) {
      throw new TypeError(`Expected \`logicalWorkers\` to be an integer >= 1, got \`${logicalWorkers}\``);
    }
    this.#options = options;
    this.#free = Array.from({ length: logicalWorkers }, (_, worker) => worker);
  }

  startTrials(): void {
    const { method, evaluations, simulatedSeconds, totalEpochs = 0 } = this.#options;
    while (this.#free.length > 0 && !this.#isOver) {
      if (evaluations > 0 && this.#trials >= evaluations) return;
      if (simulatedSeconds > 0 && this.#time > simulatedSeconds) return;
      const trial = method.ask();
      if (trial === undefined) return;
      if (trial === 'wait') {
        if (this.running.length > 0) return;
        throw new Error('Internal error: the method waits for a trial, but none is under way');
      }
      this.#isOver = totalEpochs > 0 && this.#epochs + trial.epochs > totalEpochs;
      if (!this.#isOver) this.#start(this.#free.shift() as number, trial);
    }
  }

  #start(worker: number, trial: Proposal<A>): void {
    const { evaluate, seconds } = this.#options;
    this.#trials += 1;
    this.#epochs += trial.epochs;
    this.#log(worker, trial, () => ({ event: 'start', resumes: trial.resumes ?? null }));
    const running: Running<A, F> = {
      worker,
      trial,
      start: this.#time,
      evaluated: evaluate(trial),
      finish: seconds && this.#time + seconds(trial),
    };
    // Whoever awaits it gets the error; until then it must not count as unhandled.
    if (running.evaluated instanceof Promise) running.evaluated.catch(() => undefined);
    else if (!seconds) noteFinish(running);
    this.running.push(running);
  }

  /** The trial that finishes first; all finishing times are known. */
  takeFirst(): Running<A, F> {
    let first = 0;
    this.running.forEach((trial, i) => {
      const best = this.running[first] as Running<A, F>;
      const difference = (trial.finish as number) - (best.finish as number);
      if (difference < 0 || (difference === 0 && trial.worker < best.worker)) first = i;
    });
    return this.running.splice(first, 1)[0] as Running<A, F>;
  }

  finishTrial({ worker, trial, start, finish }: Running<A, F>, evaluation: Evaluation): void {
    const { score, seconds, isValid } = evaluation;
    if (start + seconds !== finish) {
      throw new Error(
        `Internal error: trial ${trial.number} took ${seconds} s, not ${Number(finish) - start} s`,
      );
    }
    this.#time = finish;
    this.#busySeconds += seconds;
    if (!isValid) this.#invalidTrials += 1;
    this.#log(worker, trial, () => ({
      event: 'finish',
      seconds,
      isValid,
      ...validationValues(score),
    }));
    this.#options.method.tell(trial, score);
    const best = this.#incumbents.at(-1);
    if (isValid && isMeasured(score) && (!best || compareScores(score, best.score) < 0)) {
      this.#incumbents.push({ time: finish, trial, score });
    }
    this.#free.push(worker);
    if (this.#free.length > 1) this.#free.sort((a, b) => a - b);
  }

  outcome(): ClockOutcome<A> {
    return {
      incumbents: this.#incumbents,
      trials: this.#trials,
      invalidTrials: this.#invalidTrials,
      seconds: this.#time,
      busySeconds: this.#busySeconds,
      epochs: this.#epochs,
    };
  }

  #log(worker: number, trial: Proposal<A>, rest: () => DecisionRest): void {
    const { onDecision, id } = this.#options;
    if (!onDecision) return;
    const { number, architecture, epochs } = trial;
    onDecision({
      time: this.#time,
      worker,
      trial: number,
      architecture: id(architecture),
      epochs,
      ...rest(),
    });
  }
}

/** What start and finish have on their own. */
type DecisionRest = Decision extends infer D
  ? D extends Decision
    ? Omit<D, 'time' | 'worker' | 'trial' | 'architecture' | 'epochs'>
    : never
  : never;
