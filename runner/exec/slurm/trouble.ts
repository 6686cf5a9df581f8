/** Tells a person that Slurm does not do what it should, once for each kind of trouble, and when that is over. */
export class Trouble {
  readonly #notice: (message: string) => void;
  #told: string | undefined;

  constructor(notice: (message: string) => void) {
    this.#notice = notice;
  }

  /** @param help what a person may do about it */
  tell(message: string, help?: string): void {
    const advice = help === undefined ? '' : `\n  help: ${help}`;
    if (this.#told !== message) this.#notice(`${message}; trying again${advice}`);
    this.#told = message;
  }

  isOver(): void {
    if (this.#told !== undefined) this.#notice('Slurm answers again');
    this.#told = undefined;
  }
}
