/**
 * A word process whose entropy is known: the state fixes the distribution of the next word, and state and word
 * together fix the next state. Whoever knows the first state can follow the state from the words alone, so the best
 * possible prediction is the state's own distribution, and no model has a smaller expected loss than the entropy rate
 * sum_s stationary(s) * entropy(words | s). Source: Shannon 1948, section 7.
 */
import { log } from '../../../schemas/exact-math.ts';
import type { Draws } from '../../rng/draws.ts';

export interface Choice {
  readonly word: number;
  readonly probability: number;
  /** Position of the state after this word. */
  readonly next: number;
}

export interface WordProcess {
  readonly vocabulary: readonly string[];
  /** For each state, its words, each at most once; the first state is the one that texts start in. */
  readonly states: readonly (readonly Choice[])[];
}

/** A state in the making, by name. */
export type NamedChoices = readonly {
  readonly word: string;
  readonly probability: number;
  readonly next: string;
}[];

/**
 * Numbers states and words in the order in which they are reached from `start`.
 * @throws Error when the probabilities of a state do not add up to 1, or a word is listed twice
 */
export function compileProcess(start: string, choicesOf: (state: string) => NamedChoices): WordProcess {
  const states = new Map<string, number>([[start, 0]]);
  const words = new Map<string, number>();
  const compiled: Choice[][] = [];
  // A map keeps the order of insertion, and an iteration sees what is added on the way.
  for (const [name] of states) {
    const choices = choicesOf(name);
    checkChoices(name, choices);
    compiled.push(
      choices.map(({ word, probability, next }) => ({
        word: numberOf(words, word),
        probability,
        next: numberOf(states, next),
      })),
    );
  }
  return { vocabulary: [...words.keys()], states: compiled };
}

function checkChoices(state: string, choices: NamedChoices): void {
  const total = choices.reduce((sum, { probability }) => sum + probability, 0);
  if (Math.abs(total - 1) > 1e-12) throw new Error(`State ${state} has a total probability of ${total}`);
  if (new Set(choices.map(({ word }) => word)).size !== choices.length) {
    throw new Error(`State ${state} lists a word twice`);
  }
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  return number;
}

/** The words of a walk from the first state. */
export function generateWords(process: WordProcess, count: number, draws: Draws): Int32Array {
  let state = 0;
  return Int32Array.from({ length: count }, () => {
    const { word, next } = drawChoice(process.states[state] ?? [], draws.uniform());
    state = next;
    return word;
  });
}

function drawChoice(choices: readonly Choice[], uniform: number): Choice {
  let below = 0;
  for (const choice of choices) {
    below += choice.probability;
    if (uniform < below) return choice;
  }
  const last = choices.at(-1);
  if (!last) throw new Error('Internal error: a state of a word process has no words');
  return last;
}

/** The part of the time spent in each state. */
export function stationaryDistribution({ states }: WordProcess): Float64Array {
  let distribution = new Float64Array(states.length).fill(1 / states.length);
  // Staying with one half keeps a process of fixed period from swinging. Two thousand rounds are enough for every
  // process here: the error shrinks by a constant factor each time.
  for (let i = 0; i < 2000; i += 1) {
    const after = distribution.map((share) => share / 2);
    states.forEach((choices, state) => {
      for (const { probability, next } of choices) {
        after[next] = (after[next] ?? 0) + (probability * (distribution[state] ?? 0)) / 2;
      }
    });
    distribution = after;
  }
  return distribution;
}

/** Nats per word: the loss of the best possible model. */
export function entropyRate(process: WordProcess): number {
  const stationary = stationaryDistribution(process);
  return process.states.reduce(
    (sum, choices, state) => sum + (stationary[state] ?? 0) * entropy(choices.map((c) => c.probability)),
    0,
  );
}

/** Nats per word: the loss of the best model that sees only the word before. */
export function bigramEntropy(process: WordProcess): number {
  const size = process.vocabulary.length;
  const pairs = new Float64Array(size * size);
  const stationary = stationaryDistribution(process);
  process.states.forEach((choices, state) => {
    for (const first of choices) {
      const weight = (stationary[state] ?? 0) * first.probability;
      for (const second of process.states[first.next] ?? []) {
        const at = first.word * size + second.word;
        pairs[at] = (pairs[at] ?? 0) + weight * second.probability;
      }
    }
  });
  const first = Array.from({ length: size }, (_, word) =>
    pairs.subarray(word * size, (word + 1) * size).reduce((sum, probability) => sum + probability, 0),
  );
  return entropy(pairs) - entropy(first);
}

function entropy(probabilities: Iterable<number>): number {
  let sum = 0;
  for (const probability of probabilities) if (probability > 0) sum -= probability * log(probability);
  return sum;
}

/**
 * Nats per word of the process itself on a text that starts in its first state: the loss of a model that knows
 * everything. @throws TypeError when the process cannot make the text
 */
export function oracleLoss(process: WordProcess, tokens: Int32Array): number {
  let [state, sum] = [0, 0];
  tokens.forEach((token, position) => {
    const choice = process.states[state]?.find(({ word }) => word === token);
    if (!choice) throw new TypeError(`Expected a text of the process, got token ${token} at ${position}`);
    sum -= log(choice.probability);
    state = choice.next;
  });
  return sum / tokens.length;
}
