/**
 * The controller of Zoph and Le 2017, sections 3.1 and 3.3: layers of LSTM that make one decision after the other, each
 * told the one before, and connections between layers by their anchor points. What the paper leaves open is ours: a table
 * of embeddings for each field, a softmax for each field and number of choices, a start and an anchor input that are
 * learned; connections are not fed back, and nothing has a bias.
 */
import { log, softmaxOf } from '../../../schemas/exact-math.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { drawFrom } from '../draw-from.ts';
import type { ControllerWeights } from '../ppo/controller.ts';
import { addRowTimes, addTo, backRowTimes, type Matrix, matrix, rowOf } from '../ppo/matrix.ts';
import { type AnchorWeights, type Connection, connect, connectBack, logProbabilityOf } from './anchors.ts';
import {
  type StackState,
  type StackStep,
  stackBack,
  stackStep,
  stateAfter,
  topOf,
  zeroState,
} from './stacked-lstm.ts';

/** One decision, or the anchor of a layer, where connections to all anchors before are decided about. */
export type PlannedStep =
  | { readonly kind: 'choice'; readonly field: string; readonly choices: number }
  | { readonly kind: 'anchor' };

interface Choice {
  readonly kind: 'choice';
  readonly field: string;
  readonly action: number;
  readonly probabilities: readonly number[];
  readonly lstm: StackStep;
}

interface Anchor {
  readonly kind: 'anchor';
  readonly connections: readonly Connection[];
  readonly lstm: StackStep;
}

/** A whole sequence, with what its gradient needs. */
export interface Pass {
  readonly steps: readonly (Choice | Anchor)[];
  /** The numbers of choices and, at an anchor, 1 or 0 for each layer before; in turn. */
  readonly actions: readonly number[];
  /** Natural logarithms, one for each action. */
  readonly logProbabilities: readonly number[];
}

const lstmName = (layer: number): string => `lstm.${layer}`;
const embeddingOf = (field: string): string => `embedding.${field}`;
const softmaxName = (field: string, choices: number): string => `softmax.${field}.${choices}`;
const anchorNames = { previous: 'anchor.previous', current: 'anchor.current', query: 'anchor.query' };

export interface ControllerSize {
  readonly units: number;
  /** Of LSTM. */
  readonly layers: number;
}

type Shape = readonly [rows: number, columns: number];

/** The shapes that a sequence of steps needs. */
export function controllerShapes(
  steps: readonly PlannedStep[],
  { units, layers }: ControllerSize,
): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (let layer = 0; layer < layers; layer += 1) shapes.set(lstmName(layer), [2 * units, 4 * units]);
  shapes.set('start', [1, units]);
  for (const step of steps) {
    if (step.kind === 'anchor') {
      shapes.set('embedding.anchor', [1, units]);
      shapes.set(anchorNames.previous, [units, units]);
      shapes.set(anchorNames.current, [units, units]);
      shapes.set(anchorNames.query, [units, 1]);
    } else {
      const name = embeddingOf(step.field);
      shapes.set(name, [Math.max(step.choices, shapes.get(name)?.[0] ?? 0), units]);
      shapes.set(softmaxName(step.field, step.choices), [units, step.choices]);
    }
  }
  return shapes;
}

/** Uniform within `bound`, each matrix from its own child key. */
export const initialWeights = (
  steps: readonly PlannedStep[],
  { bound, key, ...size }: ControllerSize & { readonly bound: number; readonly key: Key },
): ControllerWeights =>
  new Map(
    [...controllerShapes(steps, size)].map(([name, [rows, columns]]) => {
      const source = draws(split(key, name));
      const values = Float64Array.from({ length: rows * columns }, () => bound * (2 * source.uniform() - 1));
      return [name, matrix(rows, columns, values)];
    }),
  );

/** Decides by drawing. */
export const sampleSequence = (
  weights: ControllerWeights,
  steps: readonly PlannedStep[],
  source: Draws,
): Pass =>
  run(weights, steps, {
    choose: (probabilities) => drawFrom(probabilities, source),
    join: (probability) => (source.uniform() < probability ? 1 : 0),
  });

/** How likely these actions are. */
export const followSequence = (
  weights: ControllerWeights,
  steps: readonly PlannedStep[],
  actions: readonly number[],
): Pass =>
  run(weights, steps, {
    choose: (_, at) => actions[at] as number,
    join: (_, at) => (actions[at] === 1 ? 1 : 0),
  });

interface Deciding {
  /** @param at number of the action */
  choose(probabilities: readonly number[], at: number): number;
  join(probability: number, at: number): 0 | 1;
}

function run(weights: ControllerWeights, planned: readonly PlannedStep[], deciding: Deciding): Pass {
  const lstm = lstmOf(weights);
  const units = (lstm[0] as Matrix).columns / 4;
  const steps: (Choice | Anchor)[] = [];
  const actions: number[] = [];
  const logProbabilities: number[] = [];
  const anchors: Float64Array[] = [];
  let state: StackState = zeroState(lstm.length, units);
  let input = rowOf(of(weights, 'start'), 0);
  for (const step of planned) {
    const made = stackStep(lstm, input, state);
    const top = topOf(made);
    state = stateAfter(made);
    if (step.kind === 'choice') {
      const { field, choices } = step;
      const logits = new Float64Array(choices);
      addRowTimes(logits, top, of(weights, softmaxName(field, choices)));
      const probabilities = softmaxOf(logits);
      const action = deciding.choose(probabilities, actions.length);
      steps.push({ kind: 'choice', field, action, probabilities, lstm: made });
      actions.push(action);
      logProbabilities.push(log(probabilities[action] as number));
      input = rowOf(of(weights, embeddingOf(field)), action);
    } else {
      const first = actions.length;
      const connections = connect(anchorsOf(weights), anchors, top, (probability, from) =>
        deciding.join(probability, first + from),
      );
      steps.push({ kind: 'anchor', connections, lstm: made });
      for (const connection of connections) {
        actions.push(connection.action);
        logProbabilities.push(logProbabilityOf(connection));
      }
      anchors.push(top);
      input = rowOf(of(weights, 'embedding.anchor'), 0);
    }
  }
  return { steps, actions, logProbabilities };
}

/**
 * Adds the gradient of `factor` times the sum of active log-probabilities to `gradients`.
 * @param isActive whether a choice took part, by its number among the steps; all did where it is left out
 */
export function backSequence(
  weights: ControllerWeights,
  gradients: ControllerWeights,
  { steps }: Pass,
  factor: number,
  isActive?: readonly boolean[],
): void {
  const [lstm, ofLstm] = [lstmOf(weights), lstmOf(gradients)];
  const units = (lstm[0] as Matrix).columns / 4;
  const anchors = steps.flatMap((step) => (step.kind === 'anchor' ? [topOf(step.lstm)] : []));
  /** Of the hidden states at the anchors, from the layers after them. */
  const hidden = anchors.map(() => new Float64Array(units));
  let later = anchors.length;
  let after: StackState = zeroState(lstm.length, units);
  for (let t = steps.length - 1; t >= 0; t -= 1) {
    const step = steps[t] as Choice | Anchor;
    const top = (after.at(-1) as StackState[number]).hidden;
    if (step.kind === 'anchor') {
      later -= 1;
      const states = { earlier: anchors, here: anchors[later] as Float64Array };
      addTo(top, hidden[later] as Float64Array);
      if (step.connections.length > 0) {
        const both = [anchorsOf(weights), anchorsOf(gradients)] as const;
        addTo(top, connectBack(...both, step.connections, states, { factor, hidden }));
      }
    } else if (isActive?.[t] ?? true) {
      const upstream = Float64Array.from(
        step.probabilities,
        (p, i) => factor * ((i === step.action ? 1 : 0) - p),
      );
      const name = softmaxName(step.field, step.probabilities.length);
      addTo(top, backRowTimes(upstream, topOf(step.lstm), of(weights, name), of(gradients, name)));
    }
    const back = stackBack(lstm, ofLstm, step.lstm, after);
    addTo(inputRow(gradients, steps[t - 1]), back.input);
    after = back.before;
  }
}

/** The row that a step was told, by the step before it. */
function inputRow(weights: ControllerWeights, before: Choice | Anchor | undefined): Float64Array {
  if (!before) return rowOf(of(weights, 'start'), 0);
  if (before.kind === 'anchor') return rowOf(of(weights, 'embedding.anchor'), 0);
  return rowOf(of(weights, embeddingOf(before.field)), before.action);
}

function lstmOf(weights: ControllerWeights): readonly Matrix[] {
  const layers: Matrix[] = [];
  for (let layer = 0; weights.has(lstmName(layer)); layer += 1) layers.push(of(weights, lstmName(layer)));
  return layers;
}

const anchorsOf = (weights: ControllerWeights): AnchorWeights => ({
  previous: of(weights, anchorNames.previous),
  current: of(weights, anchorNames.current),
  query: of(weights, anchorNames.query),
});

function of(weights: ControllerWeights, name: string): Matrix {
  const found = weights.get(name);
  if (!found) throw new TypeError(`Expected controller weights named \`${name}\``);
  return found;
}
