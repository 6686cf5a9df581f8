/** A text as a language model sees it: word numbers, in three parts that never mix. */

export interface Corpus {
  readonly name: string;
  /** The different words; a token is a position in it. */
  readonly vocabulary: readonly string[];
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}
