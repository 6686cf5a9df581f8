/**
 * The order in which decisions are counted: each after those that decide about it, and such that few tests are open at
 * any time. A test is open from its decision until the last place that asks for it.
 */
import type { Decisions } from './decisions.ts';

export interface OrderedDecisions {
  /** Numbers of decisions. */
  readonly order: readonly number[];
  /** Before each place of the order, and after the last: the open tests, rising. */
  readonly open: readonly (readonly number[])[];
  /** For each place: the forbidden combinations whose last decision it is. */
  readonly closing: readonly (readonly (readonly number[])[])[];
}

export function orderDecisions(decisions: Decisions): OrderedDecisions {
  const state = new Placing(decisions);
  const order: number[] = [];
  const open: (readonly number[])[] = [[]];
  const closing: (readonly (readonly number[])[])[] = [];
  while (order.length < decisions.all.length) {
    const next = state.cheapest();
    order.push(next);
    closing.push(state.place(next));
    open.push(state.openTests());
  }
  return { order, open, closing };
}

class Placing {
  readonly #decisions: Decisions;
  readonly #placed: boolean[];
  /** For each test, how many decisions and combinations still ask for it. */
  readonly #askers: number[];
  /** For each decision: its tests, and the combinations that it is in. */
  readonly #testsOf: readonly number[][];
  readonly #combinationsOf: readonly number[][];
  /** For each combination, its decisions that are not placed yet. */
  readonly #missing: Set<number>[];

  constructor(decisions: Decisions) {
    const { all, tests, forbidden } = decisions;
    this.#decisions = decisions;
    this.#placed = all.map(() => false);
    this.#askers = tests.map(() => 0);
    this.#testsOf = all.map(() => []);
    this.#combinationsOf = all.map(() => []);
    this.#missing = forbidden.map((list) => new Set(list.flatMap((test) => tests[test]?.decision ?? [])));
    tests.forEach(({ decision }, test) => {
      this.#testsOf[decision]?.push(test);
    });
    for (const test of [...all.flatMap(({ needs }) => needs), ...forbidden.flat()]) {
      this.#askers[test] = (this.#askers[test] ?? 0) + 1;
    }
    this.#missing.forEach((places, i) => {
      for (const decision of places) this.#combinationsOf[decision]?.push(i);
    });
  }

  /** Of those whose conditions are decided, the one that leaves the fewest tests open. */
  cheapest(): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    this.#decisions.all.forEach(({ needs }, decision) => {
      const isReady = needs.every((test) => this.#placed[this.#decisions.tests[test]?.decision ?? -1]);
      if (this.#placed[decision] || !isReady) return;
      const cost = this.#change(decision);
      if (cost < least) [best, least] = [decision, cost];
    });
    if (best < 0) throw new Error('Internal error: conditions lead in a circle');
    return best;
  }

  /** @returns the combinations that are complete now */
  place(decision: number): readonly (readonly number[])[] {
    this.#placed[decision] = true;
    this.#release(this.#decisions.all[decision]?.needs ?? []);
    return (this.#combinationsOf[decision] ?? []).flatMap((i) => {
      this.#missing[i]?.delete(decision);
      const combination = this.#decisions.forbidden[i];
      if (!combination || this.#missing[i]?.size !== 0) return [];
      this.#release(combination);
      return [combination];
    });
  }

  openTests(): readonly number[] {
    return this.#decisions.tests.flatMap(({ decision }, test) =>
      this.#placed[decision] && (this.#askers[test] ?? 0) > 0 ? [test] : [],
    );
  }

  #release(tests: readonly number[]): void {
    for (const test of tests) this.#askers[test] = (this.#askers[test] ?? 0) - 1;
  }

  /** How many more tests would be open. */
  #change(decision: number): number {
    const released = new Map<number, number>();
    const closing = (this.#combinationsOf[decision] ?? []).filter((i) => this.#missing[i]?.size === 1);
    const asked = [
      ...(this.#decisions.all[decision]?.needs ?? []),
      ...closing.flatMap((i) => this.#decisions.forbidden[i] ?? []),
    ];
    for (const test of asked) released.set(test, (released.get(test) ?? 0) + 1);
    const isDone = (test: number): boolean => (this.#askers[test] ?? 0) === (released.get(test) ?? 0);
    const opened = (this.#testsOf[decision] ?? []).filter((test) => !isDone(test)).length;
    const closed = [...released.keys()].filter((test) => isDone(test));
    const own = new Set(this.#testsOf[decision]);
    return opened - closed.filter((test) => !own.has(test)).length;
  }
}
