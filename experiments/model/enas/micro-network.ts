/**
 * A network of micro cells as it is trained from scratch: stem, cells, auxiliary head, classifier.
 * Sources: Pham et al. 2018, section 2.4; melodyguan/enas@4bcfd73, src/cifar10/micro_child.py.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Parameter, relu } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import type { MicroGenotype } from '../../space/enas-micro/genotype.ts';
import { type MicroShape, planMicro } from '../../space/enas-micro/plan.ts';
import type { Layer } from '../layers.ts';
import { dropProbability } from '../nasnet/scheduled-drop-path.ts';
import type { ScratchForward, ScratchNetwork, ScratchOutputs } from '../scratch-network.ts';
import { Weights } from '../weights.ts';
import { auxiliaryHead } from './auxiliary-head.ts';
import { type Classifier, classifier, epsilon, stem } from './enas-network.ts';
import { microCell, type RunCell } from './micro-cell.ts';

/** Share of the classifier's inputs that training keeps: scripts/cifar10_micro_final.sh of the released code. */
const keptInputs = 0.8;

export class MicroNetwork implements ScratchNetwork {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly RunCell[];
  readonly #auxiliary: ReturnType<typeof auxiliaryHead> | undefined;
  readonly #auxiliaryCell: number;
  readonly #classify: Classifier;

  /** @param shape must have no `microProblem` */
  constructor(
    genotype: MicroGenotype,
    shape: MicroShape,
    { key, auxiliary }: { readonly key: Key; readonly auxiliary: boolean },
  ) {
    this.#weights = new Weights(key);
    const making = { weights: this.#weights, epsilon };
    const plan = planMicro(genotype, shape);
    this.#stem = stem(making, shape.image.channels, plan.stem.channels);
    this.#cells = plan.cells.map((cell, i) => microCell(making, `cells.${i}`, cell));
    this.#auxiliaryCell = plan.auxiliaryCell;
    const read = plan.cells[plan.auxiliaryCell]?.output;
    this.#auxiliary = auxiliary && read ? auxiliaryHead(making, read, shape.classes) : undefined;
    this.#classify = classifier(making, 'classifier', plan.last.channels, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  run(images: Tensor, { statistics, training }: ScratchForward): ScratchOutputs {
    let older = this.#stem(images, statistics);
    let newer = older;
    let auxiliaryLogits: Tensor | undefined;
    this.#cells.forEach((run, c) => {
      const drop = training && {
        probability: dropProbability(training.dropPath, c, this.#cells.length),
        draws: training.draws,
      };
      const [before, last] = [older, newer];
      const output = tidy(() => run(before, last, { statistics, ...(drop ? { dropPath: drop } : {}) }));
      if (this.#auxiliary && training && c === this.#auxiliaryCell) {
        auxiliaryLogits = this.#auxiliary(output, statistics);
      }
      [older, newer] = [last, output];
    });
    const dropping = training && { kept: keptInputs, draws: training.draws };
    const logits = this.#classify(relu(newer), dropping);
    return auxiliaryLogits ? { logits, auxiliaryLogits } : { logits };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
