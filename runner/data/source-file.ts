/** A file on its way into a data set: checked where it was copied to, spoken of by where it came from. */
export interface SourceFile {
  /** Name within the set. */
  readonly name: string;
  readonly copy: string;
  readonly shownAs: string;
}
