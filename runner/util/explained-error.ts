/** An error that a person can do something about: it is printed as it is, never as a fault of the program. */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError';
  /** What to do next, as a clause. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
