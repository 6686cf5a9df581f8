/**
 * The controller of the macro space: for each layer one step of an LSTM chooses the operation, and a second one looks back at the
 * layers before it, and decides for each map alone whether to skip from it. It goes on from the mean of the layers chosen.
 * Source: Pham et al. 2018, section 2.3; melodyguan/enas@4bcfd73, src/cifar10/general_controller.py, whose entropy is that of the
 * decisions taken alone, each times its own probability.
 */
import { exp, log } from '../../../../schemas/exact-math.ts';
import type { Key } from '../../../rng/key.ts';
import { layerOf } from '../../../space/enas-macro/decisions.ts';
import type { MacroGenotype, MacroLayer } from '../../../space/enas-macro/genotype.ts';
import { operations } from '../../../space/enas-macro/operations.ts';
import type { Pick } from '../../bench1shot1/controller/controller-pass.ts';
import { constant, type Matrix, Tape, type Vector } from '../../bench1shot1/controller/tape.ts';
import { type Controller, choosingMatrices, type Written } from '../../enas-search/controller.ts';

export interface MacroControllerWeights {
  /** [2 hidden, 4 hidden]: gates input, forget, output, new. */
  readonly lstm: Matrix;
  /** [1, hidden]: what the LSTM reads at the start and after the first layer. */
  readonly start: Matrix;
  /** [operations, hidden]: what it reads after an operation. */
  readonly operations: Matrix;
  /** [hidden, operations]. */
  readonly operationLogits: Matrix;
  /** [hidden, hidden]: of the layers looked at. */
  readonly keys: Matrix;
  /** [hidden, hidden]: of the layer that looks. */
  readonly queries: Matrix;
  /** [hidden, 1]. */
  readonly attention: Matrix;
}

export interface MacroShaping {
  /** Divides logits before they are bent; 1 leaves them. */
  readonly temperature: number;
  /** Logits are bent by c tanh. */
  readonly tanhConstant: number;
  /** Share of skip connections that the penalty pulls to. */
  readonly skipTarget: number;
}

/** As many numbers as the released one has with 64 units: 41,856. */
export const macroWeights = (
  key: Key,
  size: { readonly units: number; readonly bound: number },
): MacroControllerWeights => choosingMatrices(key, { ...size, operations: operations.length });

export const macroController = (
  weights: MacroControllerWeights,
  shaping: MacroShaping,
  layers: number,
): Controller<MacroGenotype> => ({
  matrices: Object.values(weights),
  write(pick) {
    const pass = new MacroPass(weights, shaping, pick);
    const made = Array.from({ length: layers }, () => pass.addLayer());
    return pass.written({ layers: made });
  },
});

class MacroPass {
  readonly #weights: MacroControllerWeights;
  readonly #shaping: MacroShaping;
  readonly #pick: Pick;
  readonly #tape = new Tape();
  readonly #layers: { readonly anchor: Vector; readonly key: Vector }[] = [];
  /** Logits of `no` and `yes`, for each layer that could skip. */
  readonly #skips: (readonly Vector[])[] = [];
  #h: Vector;
  #c: Vector;
  #input: Vector;
  #logProbability = 0;
  #entropy = 0;

  constructor(weights: MacroControllerWeights, shaping: MacroShaping, pick: Pick) {
    this.#weights = weights;
    this.#shaping = shaping;
    this.#pick = pick;
    [this.#h, this.#c] = [this.#zeros(), this.#zeros()];
    this.#input = this.#tape.row(weights.start, 0);
  }

  addLayer(): MacroLayer {
    const { operations: embeddings, operationLogits, start } = this.#weights;
    this.#advance();
    const operation = this.#decide(this.#bend(this.#tape.product(this.#h, operationLogits)));
    this.#input = this.#tape.row(embeddings, operation);
    this.#advance();
    const bits = this.#layers.length > 0 ? this.#skip() : [];
    if (this.#layers.length === 0) this.#input = this.#tape.row(start, 0);
    this.#layers.push({ anchor: this.#h, key: this.#tape.product(this.#h, this.#weights.keys) });
    return layerOf(operation, bits);
  }

  written(architecture: MacroGenotype): Written<MacroGenotype> {
    return {
      architecture,
      logProbability: this.#logProbability,
      entropy: this.#entropy,
      penalty: this.#penalty(),
      backward: (ofDecisions, ofPenalty) => {
        this.#addPenaltySlopes(ofPenalty);
        this.#tape.backward(ofDecisions);
      },
    };
  }

  /** One decision for each map; those that say yes lead on. */
  #skip(): readonly number[] {
    const tape = this.#tape;
    const query = tape.product(this.#h, this.#weights.queries);
    const logits = this.#layers.map(({ key }) => {
      const score = tape.product(tape.tanh(tape.sum(key, query)), this.#weights.attention);
      return this.#bend(tape.join([tape.scale(score, -1), score]));
    });
    this.#skips.push(logits);
    const bits = logits.map((pair) => this.#decide(pair));
    const chosen = this.#layers.filter((_, map) => bits[map] === 1).map(({ anchor }) => anchor);
    const sum = chosen.reduce((all, anchor) => tape.sum(all, anchor), this.#zeros());
    this.#input = tape.scale(sum, 1 / (1 + chosen.length));
    return bits;
  }

  /** Mean over the layers that could skip of the divergence of both logits' sigmoids from their targets. */
  #penalty(): number {
    let sum = 0;
    for (const { share, target } of this.#shares()) sum += share * log(share / target);
    return sum / Math.max(1, this.#skips.length);
  }

  /** Before the tape runs back: its steps add to what stands in the gradients. */
  #addPenaltySlopes(scale: number): void {
    const each = scale / Math.max(1, this.#skips.length);
    for (const { pair, side, share, target } of this.#shares()) {
      (pair.gradient[side] as number) += each * share * (1 - share) * (log(share / target) + 1);
    }
  }

  *#shares() {
    const { skipTarget } = this.#shaping;
    const targets = [1 - skipTarget, skipTarget];
    for (const pair of this.#skips.flat()) {
      for (const [side, target] of targets.entries()) {
        yield { pair, side, target, share: 1 / (1 + exp(-(pair.values[side] as number))) };
      }
    }
  }

  #decide(logits: Vector): number {
    const { indices, logProbability } = this.#tape.choose(logits, this.#pick, 1);
    this.#logProbability += logProbability;
    this.#entropy -= logProbability * exp(logProbability);
    return indices[0] ?? 0;
  }

  #bend(logits: Vector): Vector {
    const { temperature, tanhConstant } = this.#shaping;
    return this.#tape.scale(this.#tape.tanh(this.#tape.scale(logits, 1 / temperature)), tanhConstant);
  }

  #advance(): void {
    const next = this.#tape.lstm(this.#input, this.#h, this.#c, this.#weights.lstm);
    [this.#h, this.#c] = [next.h, next.c];
  }

  #zeros(): Vector {
    return constant(new Float64Array(this.#weights.start.columns));
  }
}
