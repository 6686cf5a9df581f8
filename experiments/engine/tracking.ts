/**
 * Which tensors depend on the parameters of the running `valueAndGradients`. An op can ask before it runs, and
 * save less for the way back when an input is a constant.
 */
import { engine, type Tensor } from '@tensorflow/tfjs-core';

export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  readonly saved: readonly Tensor[];
  readonly gradient?: (dys: (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>;
}

/** The part of tfjs' engine that its types call private. */
export interface TapeRecorder {
  readonly state: { activeTape: TapeNode[] | null; readonly gradientDepth: number };
  startTape(): void;
  endTape(): void;
}

export const recorder = (): TapeRecorder => engine() as unknown as TapeRecorder;

export class Tracker {
  /** Ids of tensors that depend on a target, among the nodes seen so far. */
  readonly #ids: Set<number>;
  #seen = 0;

  constructor(targets: readonly Tensor[]) {
    this.#ids = new Set(targets.map(({ id }) => id));
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Takes in the nodes that were recorded since the last call. */
  follow(tape: readonly TapeNode[]): void {
    for (; this.#seen < tape.length; this.#seen++) {
      const { inputs, outputs } = tape[this.#seen] as TapeNode;
      for (const name in inputs) {
        if (!this.#ids.has((inputs[name] as Tensor).id)) continue;
        for (const output of outputs) this.#ids.add(output.id);
        break;
      }
    }
  }
}

let current: Tracker | null = null;

/** Runs `f` while `tracker` answers for the tensors that it makes. */
export const withTracker = <T>(tracker: Tracker, f: () => T): T => {
  current = tracker;
  try {
    return f();
  } finally {
    current = null;
  }
};

/** Whether a gradient by this tensor may be asked for; true where that is not known. */
export const mayNeedGradient = (tensor: Tensor): boolean => {
  const tape = recorder().state.activeTape;
  if (current === null || tape === null) return true;
  current.follow(tape);
  return current.has(tensor.id);
};
