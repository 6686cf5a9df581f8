/**
 * A recurrent network that makes one decision after the other, each told the one before: a one-layer LSTM, a softmax for
 * each decision. Decisions about the same thing share what they learn: a table of embeddings for each field, and a softmax
 * for each field and number of choices. Neither has a bias.
 * Source: Zoph et al. 2018, section 3 and appendix A; embeddings, their sharing and the first input are not given there
 * and ours.
 */
import { log, softmaxOf } from '../../../schemas/exact-math.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { drawFrom } from '../draw-from.ts';
import { type LstmState, type LstmStep, lstmBack, lstmStep } from './lstm.ts';
import { addRowTimes, addTo, backRowTimes, type Matrix, matrix, rowOf } from './matrix.ts';

/** One decision of the sequence. */
export interface Decision {
  readonly field: string;
  readonly choices: number;
}

/** By name: `lstm`, `start`, `embedding.<field>` and `softmax.<field>.<choices>`. */
export type ControllerWeights = ReadonlyMap<string, Matrix>;

interface Step {
  readonly decision: Decision;
  readonly action: number;
  readonly probabilities: readonly number[];
  readonly lstm: LstmStep;
}

/** A whole sequence, with what its gradient needs. */
export interface Pass {
  readonly steps: readonly Step[];
  /** Natural logarithms, one for each decision. */
  readonly logProbabilities: readonly number[];
  /** Of each decision given those before, in nats. */
  readonly entropies: readonly number[];
}

const embeddingOf = (field: string): string => `embedding.${field}`;
const softmaxName = ({ field, choices }: Decision): string => `softmax.${field}.${choices}`;

/** The shapes that a sequence of decisions needs. */
export function controllerShapes(
  decisions: readonly Decision[],
  units: number,
): ReadonlyMap<string, readonly [rows: number, columns: number]> {
  const shapes = new Map<string, readonly [number, number]>([
    ['lstm', [2 * units, 4 * units]],
    ['start', [1, units]],
  ]);
  for (const decision of decisions) {
    const name = embeddingOf(decision.field);
    shapes.set(name, [Math.max(decision.choices, shapes.get(name)?.[0] ?? 0), units]);
    shapes.set(softmaxName(decision), [units, decision.choices]);
  }
  return shapes;
}

/** Uniform within `bound`, each matrix from its own child key. */
export const initialWeights = (
  decisions: readonly Decision[],
  { units, bound, key }: { readonly units: number; readonly bound: number; readonly key: Key },
): ControllerWeights =>
  new Map(
    [...controllerShapes(decisions, units)].map(([name, [rows, columns]]) => {
      const source = draws(split(key, name));
      const values = Float64Array.from({ length: rows * columns }, () => bound * (2 * source.uniform() - 1));
      return [name, matrix(rows, columns, values)];
    }),
  );

/** Decides by drawing. */
export const sampleSequence = (
  weights: ControllerWeights,
  decisions: readonly Decision[],
  source: Draws,
): Pass => run(weights, decisions, (probabilities) => drawFrom(probabilities, source));

/** How likely these actions are. */
export const followSequence = (
  weights: ControllerWeights,
  decisions: readonly Decision[],
  actions: readonly number[],
): Pass => run(weights, decisions, (_, at) => actions[at] as number);

function run(
  weights: ControllerWeights,
  decisions: readonly Decision[],
  choose: (probabilities: readonly number[], at: number) => number,
): Pass {
  const lstm = of(weights, 'lstm');
  const units = lstm.columns / 4;
  const steps: Step[] = [];
  let state: LstmState = { hidden: new Float64Array(units), memory: new Float64Array(units) };
  let input = rowOf(of(weights, 'start'), 0);
  decisions.forEach((decision, at) => {
    const made = lstmStep(lstm, input, state);
    const logits = new Float64Array(decision.choices);
    addRowTimes(logits, made.after.hidden, of(weights, softmaxName(decision)));
    const probabilities = softmaxOf(logits);
    const action = choose(probabilities, at);
    steps.push({ decision, action, probabilities, lstm: made });
    state = made.after;
    input = rowOf(of(weights, embeddingOf(decision.field)), action);
  });
  return {
    steps,
    logProbabilities: steps.map(({ probabilities, action }) => log(probabilities[action] as number)),
    entropies: steps.map(({ probabilities }) => entropyOf(probabilities)),
  };
}

const entropyOf = (probabilities: readonly number[]): number =>
  probabilities.reduce((sum, p) => (p > 0 ? sum - p * log(p) : sum), 0);

/**
 * Adds the gradient of
 *   ofLogProbability * sum of active log-probabilities + ofEntropy * sum of active entropies
 * to `gradients`.
 * @param isActive whether a decision took part; all did where it is left out
 */
export function backSequence(
  weights: ControllerWeights,
  gradients: ControllerWeights,
  { steps, entropies }: Pass,
  factors: { readonly ofLogProbability: number; readonly ofEntropy: number },
  isActive?: readonly boolean[],
): void {
  const lstm = of(weights, 'lstm');
  const units = lstm.columns / 4;
  let after: LstmState = { hidden: new Float64Array(units), memory: new Float64Array(units) };
  for (let t = steps.length - 1; t >= 0; t -= 1) {
    const step = steps[t] as Step;
    if (isActive?.[t] ?? true) {
      const upstream = logitGradient(step, entropies[t] as number, factors);
      const name = softmaxName(step.decision);
      addTo(
        after.hidden,
        backRowTimes(upstream, step.lstm.after.hidden, of(weights, name), of(gradients, name)),
      );
    }
    const back = lstmBack(lstm, of(gradients, 'lstm'), step.lstm, after);
    const before = steps[t - 1];
    const inputs = before
      ? rowOf(of(gradients, embeddingOf(before.decision.field)), before.action)
      : rowOf(of(gradients, 'start'), 0);
    addTo(inputs, back.input);
    after = back.before;
  }
}

function logitGradient(
  { action, probabilities }: Step,
  entropy: number,
  { ofLogProbability, ofEntropy }: { readonly ofLogProbability: number; readonly ofEntropy: number },
): Float64Array {
  return Float64Array.from(probabilities, (p, i) => {
    const ofEntropyHere = p > 0 ? -p * (log(p) + entropy) : 0;
    return ofLogProbability * ((i === action ? 1 : 0) - p) + ofEntropy * ofEntropyHere;
  });
}

/** All zero, of the same shapes. */
export const zerosLike = (weights: ControllerWeights): ControllerWeights =>
  new Map([...weights].map(([name, { rows, columns }]) => [name, matrix(rows, columns)]));

function of(weights: ControllerWeights, name: string): Matrix {
  const found = weights.get(name);
  if (!found) throw new TypeError(`Expected controller weights named \`${name}\``);
  return found;
}
