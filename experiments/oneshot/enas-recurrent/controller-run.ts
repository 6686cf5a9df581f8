/**
 * The recurrent controller of ENAS while it writes one cell: for each node it looks back at the states that earlier nodes
 * were begun in, chooses one, then an activation. States further back are less likely from the start.
 * Sources: Pham et al. 2018, section 2.1, and google-research/google-research enas_lm@04a40eb (src/controller.py).
 */
import { exp } from '../../../schemas/exact-math.ts';
import { nodeActivations } from '../../space/darts-rnn/activations.ts';
import type { RnnNode } from '../../space/darts-rnn/genotype.ts';
import { constant, Matrix, Tape, type Vector } from '../bench1shot1/controller/tape.ts';

export interface ControllerWeights {
  /** [2 units, 4 units]: gates input, forget, output, new. */
  readonly lstm: Matrix;
  /** [1, units]: what the LSTM reads first. */
  readonly start: Matrix;
  /** [activations, units]: what it reads after an activation, and how it scores them. */
  readonly activations: Matrix;
  /** [units, units]: attention's keys. */
  readonly keys: Matrix;
  /** [units, units]: attention's queries. */
  readonly queries: Matrix;
  /** [units, 1]. */
  readonly attention: Matrix;
}

export interface ControllerShaping {
  /** Divides logits before they are bent. */
  readonly temperature: number;
  /** Logits are bent by c tanh. */
  readonly tanhConstant: number;
}

/** From probabilities to an index. */
export type Pick = (probabilities: Float64Array) => number;

export interface ControllerRun {
  readonly nodes: readonly RnnNode[];
  /** Of the whole cell. */
  readonly logProbability: number;
  /** Sum over the decisions of -p log p of what was chosen, an estimate by one sample. */
  readonly entropy: number;
  /** Adds to the gradients of the weights `scale` times the derivative of the negative log-probability. Only once. */
  backward(scale: number): void;
}

/** Divides the squared distance, in nodes, that is taken off a logit. */
const distancePenalty = 6;
/** Keeps the state that is read next finite, though no node reads itself. */
const distanceOffset = 0.1;

export function writeCell(
  weights: ControllerWeights,
  shaping: ControllerShaping,
  nodes: number,
  pick: Pick,
): ControllerRun {
  const tape = new Tape();
  const units = weights.start.columns;
  const zeros = (): Vector => constant(new Float64Array(units));
  // The tape multiplies by matrices as they stand; what this copy learns is handed on to the table.
  const scoring = transposed(weights.activations);
  const seen: { readonly state: Vector; readonly key: Vector }[] = [{ state: zeros(), key: zeros() }];
  let [h, c] = [zeros(), zeros()];
  let input = tape.row(weights.start, 0);
  let [logProbability, entropy] = [0, 0];

  const advance = (): void => {
    const next = tape.lstm(input, h, c, weights.lstm);
    [h, c] = [next.h, next.c];
  };
  const bend = (logits: Vector): Vector =>
    tape.scale(tape.tanh(tape.scale(logits, 1 / shaping.temperature)), shaping.tanhConstant);
  const decide = (logits: Vector): number => {
    const choice = tape.choose(logits, pick, 1);
    logProbability += choice.logProbability;
    entropy -= exp(choice.logProbability) * choice.logProbability;
    return choice.indices[0] ?? 0;
  };

  const chosen = Array.from({ length: nodes }, (_, node): RnnNode => {
    advance();
    const key = tape.product(h, weights.keys);
    const query = tape.product(h, weights.queries);
    const scores = seen.map((earlier) =>
      tape.product(tape.tanh(tape.sum(query, earlier.key)), weights.attention),
    );
    const penalty = constant(seen.map((_earlier, j) => -((node + 1 - j) * (node + 1 - j)) / distancePenalty));
    const predecessor = decide(tape.sum(bend(tape.join(scores)), penalty));
    const read = seen[predecessor]?.state ?? h;
    input = tape.scale(read, 1 / (distanceOffset + node + 1 - predecessor));
    seen.push({ state: h, key });
    advance();
    const activation = decide(bend(tape.product(h, scoring)));
    input = tape.row(weights.activations, activation);
    return [nodeActivations[activation] ?? 'none', predecessor];
  });

  return {
    nodes: chosen,
    logProbability,
    entropy,
    backward(scale) {
      tape.backward(scale);
      addTransposed(weights.activations, scoring);
    },
  };
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = Float64Array.from(
    values,
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0,
  );
  return new Matrix(columns, rows, turned);
}

function addTransposed(onto: Matrix, { gradient }: Matrix): void {
  for (let r = 0; r < onto.rows; r += 1) {
    for (let k = 0; k < onto.columns; k += 1) {
      const at = r * onto.columns + k;
      onto.gradient[at] = (onto.gradient[at] ?? 0) + (gradient[k * onto.rows + r] ?? 0);
    }
  }
}
