/** An engine that cannot run here, for a reason that a person can do something about. */
import type { EngineName } from '../../schemas/engine.ts';

export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
  readonly why: string;
  /** What to do next. */
  readonly hint: string;

  constructor(engine: EngineName, why: string, hint: string) {
    super(`The ${engine} engine is not available: ${why}`);
    this.why = why;
    this.hint = hint;
  }
}
