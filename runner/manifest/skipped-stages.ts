/** The stages of a method that skips some. */

/** A search has no source. */
interface Sourced {
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
}

/**
 * The others, each with the source that runs: that of a skipped stage takes its place.
 * @param skip a stage without a source, such as a search, cannot be left out and stays
 */
export function stagesRun<S extends Sourced>(
  stages: Readonly<Record<string, S>>,
  skip: readonly string[],
): Readonly<Record<string, S>> {
  const left = new Set(skip.filter((name) => stages[name]?.from !== undefined));
  const sourceOf = (from: string, seen: readonly string[] = []): string => {
    const next = left.has(from) && !seen.includes(from) ? stages[from]?.from : undefined;
    return next === undefined ? from : sourceOf(next, [...seen, from]);
  };
  const kept = Object.entries(stages).filter(([name]) => !left.has(name));
  return Object.fromEntries(
    kept.map(([name, stage]) => [
      name,
      stage.from === undefined ? stage : { ...stage, from: sourceOf(stage.from) },
    ]),
  );
}
