/**
 * How a text is read by truncated backpropagation through time: cut into stretches of equal length that are read side
 * by side, in blocks of a few steps; the hidden state goes on from block to block.
 * Source: Merity et al. 2018, section 5, and quark0/darts@f276dd3 (rnn/utils.py, rnn/train.py).
 */
import type { TokenBlock } from '../../model/rnn/token-block.ts';
import type { Draws } from '../../rng/draws.ts';

export interface SideBySide {
  /** Time-major: the first tokens of all stretches, then the second ones, and so on. */
  readonly tokens: Int32Array;
  /** Number of stretches. */
  readonly batch: number;
  /** Tokens of each stretch. */
  readonly length: number;
}

/** What does not fill the last row is left out. */
export function sideBySide(text: Int32Array, batch: number): SideBySide {
  const length = Math.floor(text.length / batch);
  const tokens = new Int32Array(length * batch);
  for (let step = 0; step < length; step += 1) {
    for (let row = 0; row < batch; row += 1) tokens[step * batch + row] = text[row * length + step] ?? 0;
  }
  return { tokens, batch, length };
}

/** At most `steps` steps from step `from`; the last token of each stretch is only predicted. */
export function blockAt({ tokens, batch, length }: SideBySide, from: number, steps: number): TokenBlock {
  const end = Math.min(from + steps, length - 1);
  return {
    tokens: tokens.slice(from * batch, end * batch),
    targets: tokens.slice((from + 1) * batch, (end + 1) * batch),
    batch,
  };
}

/** Words that a pass over a text predicts. */
export const predictions = ({ batch, length }: SideBySide): number => batch * Math.max(0, length - 1);

/** Number of steps of the next block. */
export type BlockLength = (draws: Draws) => number;

/** While searching: `unroll`, and half of it for one block in twenty. */
export const searchLength =
  (unroll: number): BlockLength =>
  (draws) =>
    Math.max(1, Math.floor(usualLength(unroll, draws)));

/** While training alone: normal around the same, with deviation 5, at least 5 and at most `unroll` + 20. */
export const trainingLength =
  (unroll: number): BlockLength =>
  (draws) => {
    const around = usualLength(unroll, draws);
    return Math.min(Math.max(5, Math.trunc(around + 5 * draws.normal())), unroll + 20);
  };

const usualLength = (unroll: number, draws: Draws): number => (draws.uniform() < 0.95 ? unroll : unroll / 2);

export interface PlacedBlock {
  readonly block: TokenBlock;
  /** The step of its first tokens. */
  readonly from: number;
  /** Its length as drawn; the block itself is shorter where the text ends. */
  readonly drawnLength: number;
}

/** The blocks of one pass. A rest of one step is left out. */
export function* blocksOf(text: SideBySide, nextLength: BlockLength, draws: Draws): Generator<PlacedBlock> {
  for (let from = 0; from < text.length - 2; ) {
    const drawnLength = nextLength(draws);
    yield { block: blockAt(text, from, drawnLength), from, drawnLength };
    from += drawnLength;
  }
}

/** Why a text cannot be read in so many stretches, or undefined. */
export function textProblem(part: string, text: Int32Array, batch: number): string | undefined {
  if (text.length >= 3 * batch) return undefined;
  return `The ${part} text has ${text.length} words; ${batch} stretches side by side need at least ${3 * batch}`;
}
