/**
 * The recurrent controller of ENAS while it writes one sequence of decisions. Nodes are chosen by attention over the
 * states in which earlier nodes were finished, operations by a linear layer.
 * Source: Pham et al. 2018, section 2.2, and melodyguan/enas@4bcfd73 (convolutional cells).
 */
import { constant, type Matrix, Tape, type Vector } from './tape.ts';

export interface ControllerWeights {
  /** [2 hidden, 4 hidden]: gates input, forget, output, new. */
  readonly lstm: Matrix;
  /** [1, hidden]: what the LSTM reads at the start and after each finished node. */
  readonly start: Matrix;
  /** [operations, hidden]: what it reads after an operation. */
  readonly operations: Matrix;
  /** [hidden, operations]. */
  readonly operationLogits: Matrix;
  /** [1, operations]. */
  readonly operationBias: Matrix;
  /** [hidden, hidden]: attention's keys. */
  readonly keys: Matrix;
  /** [hidden, hidden]: attention's queries. */
  readonly queries: Matrix;
  /** [hidden, 1]. */
  readonly attention: Matrix;
}

export interface ControllerShaping {
  /** Divides logits before they are bent; 1 leaves them. */
  readonly temperature: number;
  /** Logits are bent by c tanh. */
  readonly tanhConstant: number;
  /** Divides c for operations. */
  readonly operationTanhReduction: number;
}

/** From probabilities to an index. */
export type Pick = (probabilities: Float64Array) => number;

export const allMatrices = (weights: ControllerWeights): readonly Matrix[] => [
  weights.lstm,
  weights.start,
  weights.operations,
  weights.operationLogits,
  weights.operationBias,
  weights.keys,
  weights.queries,
  weights.attention,
];

export class ControllerPass {
  readonly #weights: ControllerWeights;
  readonly #shaping: ControllerShaping;
  readonly #tape = new Tape();
  readonly #nodes: { readonly anchor: Vector; readonly key: Vector }[] = [];
  #h: Vector;
  #c: Vector;
  #input: Vector;
  #logProbability = 0;
  #entropy = 0;

  constructor(weights: ControllerWeights, shaping: ControllerShaping) {
    this.#weights = weights;
    this.#shaping = shaping;
    const hidden = weights.start.columns;
    [this.#h, this.#c] = [constant(new Float64Array(hidden)), constant(new Float64Array(hidden))];
    this.#input = this.#tape.row(weights.start, 0);
  }

  /** Of all decisions so far. */
  get logProbability(): number {
    return this.#logProbability;
  }

  /** Sum of the entropies of the decisions so far, each given those before. */
  get entropy(): number {
    return this.#entropy;
  }

  /** Forgets the nodes, not the state: another cell begins. */
  startCell(): void {
    this.#nodes.length = 0;
    this.#input = this.#tape.row(this.#weights.start, 0);
  }

  /** A node that is an input of the cell: attention finds it, but its anchor is zero. */
  addInput(): void {
    this.#advance();
    this.#addNode(constant(new Float64Array(this.#h.values.length)));
  }

  /** Finishes a node. */
  addNode(): void {
    this.#advance();
    this.#addNode(this.#h);
    this.#input = this.#tape.row(this.#weights.start, 0);
  }

  /** Different ones of the nodes so far, by one look at them, in the order of drawing; the last is what is read next. */
  chooseNodes(pick: Pick, count: number): readonly number[] {
    this.#advance();
    const tape = this.#tape;
    const { queries, attention } = this.#weights;
    const query = tape.product(this.#h, queries);
    const scores = this.#nodes.map(({ key }) => tape.product(tape.tanh(tape.sum(key, query)), attention));
    const indices = this.#decide(this.#bend(tape.join(scores), 1), pick, count);
    this.#input = this.#nodes[indices.at(-1) ?? 0]?.anchor ?? this.#input;
    return indices;
  }

  /** @param fixedBias added to the logits after they are bent; not trained */
  chooseOperation(pick: Pick, fixedBias?: ArrayLike<number>): number {
    this.#advance();
    const tape = this.#tape;
    const { operationLogits, operationBias, operations } = this.#weights;
    const raw = tape.sum(tape.product(this.#h, operationLogits), tape.row(operationBias, 0));
    const bent = this.#bend(raw, this.#shaping.operationTanhReduction);
    const [index = 0] = this.#decide(fixedBias ? tape.sum(bent, constant(fixedBias)) : bent, pick, 1);
    this.#input = tape.row(operations, index);
    return index;
  }

  /** Adds to the gradients of the weights `scale` times the derivative of the negative log-probability. Only once. */
  backward(scale: number): void {
    this.#tape.backward(scale);
  }

  #advance(): void {
    const next = this.#tape.lstm(this.#input, this.#h, this.#c, this.#weights.lstm);
    [this.#h, this.#c] = [next.h, next.c];
  }

  #addNode(anchor: Vector): void {
    this.#nodes.push({ anchor, key: this.#tape.product(this.#h, this.#weights.keys) });
  }

  #bend(logits: Vector, reduction: number): Vector {
    const { temperature, tanhConstant } = this.#shaping;
    const bent = this.#tape.tanh(this.#tape.scale(logits, 1 / temperature));
    return this.#tape.scale(bent, tanhConstant / reduction);
  }

  #decide(logits: Vector, pick: Pick, count: number): readonly number[] {
    const { indices, logProbability, entropy } = this.#tape.choose(logits, pick, count);
    this.#logProbability += logProbability;
    this.#entropy += entropy;
    return indices;
  }
}
