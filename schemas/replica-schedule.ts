/**
 * Which replica of a controller samples which trial, and how old the parameters are that its gradient is of: by the order
 * in which trials start and finish alone, so that the log of a search says again what its method did.
 *
 * A replica fetches the parameters, samples its children one after the other, and sends one gradient when all of them are
 * known; then it begins again. The server moves after so many gradients. A replica that has begun goes before one that
 * has not, the smaller number first. Source: Zoph and Le 2017, sections 3.2 and 4.1.
 */

export interface ReplicaSettings {
  readonly replicas: number;
  /** That a replica samples with the same parameters. */
  readonly children: number;
  /** That the server gathers for one update. */
  readonly gradientsPerUpdate: number;
}

export interface Sampled {
  /** 0-based. */
  readonly replica: number;
  /** Whether it is the first child of the replica, which fetches the parameters for it. */
  readonly fetches: boolean;
}

export interface SentGradient {
  readonly replica: number;
  /** Updates of the server since the replica fetched the parameters. */
  readonly staleness: number;
  /** Whether the server moves with it. */
  readonly updates: boolean;
}

/** What a trial that finished brings about. */
export interface Finished {
  readonly replica: number;
  /** Whether it was the last of the children of the replica. */
  readonly isLast: boolean;
  /** Null while children are under way, and where no child taught anything. */
  readonly gradient: SentGradient | null;
}

interface Replica {
  readonly number: number;
  /** Children sampled since the last fetch. */
  sampled: number;
  /** Of those, under way. */
  open: number;
  /** Of those that finished, with a reward. */
  rewarded: number;
  /** Updates that the server had made when the parameters were fetched. */
  fetchedAt: number;
}

export class ReplicaSchedule {
  readonly #settings: ReplicaSettings;
  readonly #replicas: readonly Replica[];
  readonly #under = new Map<number, Replica>();
  #updates = 0;
  #gathered = 0;

  constructor(settings: ReplicaSettings) {
    this.#settings = settings;
    this.#replicas = Array.from({ length: settings.replicas }, (_, number) => ({
      ...{ number, sampled: 0, open: 0, rewarded: 0, fetchedAt: 0 },
    }));
  }

  /** @returns undefined when every replica waits for its children; nothing has changed then */
  start(trial: number): Sampled | undefined {
    const { children } = this.#settings;
    const replica =
      this.#replicas.find(({ sampled }) => sampled > 0 && sampled < children) ??
      this.#replicas.find(({ sampled }) => sampled === 0);
    if (!replica) return undefined;
    const fetches = replica.sampled === 0;
    if (fetches) replica.fetchedAt = this.#updates;
    replica.sampled += 1;
    replica.open += 1;
    this.#under.set(trial, replica);
    return { replica: replica.number, fetches };
  }

  /**
   * @param rewarded whether the trial has a score to learn from
   * @throws TypeError for a trial that is not under way
   */
  finish(trial: number, rewarded: boolean): Finished {
    const replica = this.#under.get(trial);
    if (!replica) throw new TypeError(`Expected a trial that is under way, got trial ${trial}`);
    this.#under.delete(trial);
    replica.open -= 1;
    if (rewarded) replica.rewarded += 1;
    const { number, fetchedAt } = replica;
    const isLast = replica.open === 0 && replica.sampled === this.#settings.children;
    if (!isLast) return { replica: number, isLast, gradient: null };
    const sends = replica.rewarded > 0;
    replica.sampled = 0;
    replica.rewarded = 0;
    if (!sends) return { replica: number, isLast, gradient: null };
    const staleness = this.#updates - fetchedAt;
    this.#gathered += 1;
    const updates = this.#gathered === this.#settings.gradientsPerUpdate;
    if (updates) {
      this.#gathered = 0;
      this.#updates += 1;
    }
    return { replica: number, isLast, gradient: { replica: number, staleness, updates } };
  }
}
