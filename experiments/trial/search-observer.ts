/** Who watches a search. */
import type { JsonObject } from '../../schemas/json.ts';

export interface SearchObserver {
  /** One line of the trajectory. */
  line(content: JsonObject): void;
  /**
   * Units of work done so far, and in all.
   * @param resumed of those done, what an attempt of before had finished
   */
  progress(
    done: number,
    total: number,
    metric?: { readonly name: string; readonly value: number },
    resumed?: number,
  ): void;
}
