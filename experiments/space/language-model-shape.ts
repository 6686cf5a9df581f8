/** Sizes of a language model on words. */
export interface LanguageModelShape {
  /** Number of different words. */
  readonly vocabulary: number;
  /** Width of the embedding and of every hidden state. */
  readonly width: number;
}
