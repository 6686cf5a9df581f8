/** Stretches of text side by side, as one training step reads them. */

export interface TokenBlock {
  /** Time-major: the tokens of all stretches at the first step, then at the second, and so on. */
  readonly tokens: Int32Array;
  /** The token after each, in the same order. */
  readonly targets: Int32Array;
  /** Number of stretches. */
  readonly batch: number;
}

/** Number of steps through time. */
export const stepsOf = (block: TokenBlock): number => block.tokens.length / block.batch;
