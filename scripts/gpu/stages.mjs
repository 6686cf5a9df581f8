/** Named steps, each with its time and what it found. One that fails or cannot run does not keep the next from running. */

/** What a step throws that cannot run here. */
export class Skipped extends Error {}

export class Stages {
  #failed = 0;
  #end;

  /** @param limitMs of all steps together */
  constructor(limitMs) {
    this.#end = Date.now() + limitMs;
  }

  /** Milliseconds that are left. */
  get left() {
    return Math.max(0, this.#end - Date.now());
  }

  get failed() {
    return this.#failed;
  }

  /** @param act gives lines of text; the first stands beside the name */
  async run(name, act) {
    const start = Date.now();
    const [state, lines] = await this.#outcome(act);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`${state.padEnd(8)}${name}, ${seconds} s: ${lines[0]}`);
    for (const line of lines.slice(1)) console.log(`          ${line}`);
  }

  async #outcome(act) {
    if (this.left === 0) return ['skipped', ['no time was left']];
    try {
      return ['ok', await act()];
    } catch (error) {
      if (error instanceof Skipped) return ['skipped', [error.message]];
      this.#failed += 1;
      return ['FAILED', [error.message]];
    }
  }
}
