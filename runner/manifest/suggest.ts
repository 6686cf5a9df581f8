/** Help with words that are none of those they may be. */
import { distance } from 'fastest-levenshtein';

export interface Choice {
  readonly expected: string;
  readonly found: string;
  readonly suggestion: string | null;
}

/** What to say about a word that is none of the options. */
export const choiceAmong = (options: readonly string[], word: string): Choice => ({
  expected: anyOf(options),
  found: JSON.stringify(word),
  suggestion: closest(word, options),
});

/** Such as `one of search, train`; a single word stands for itself. */
export const anyOf = (words: readonly string[]): string =>
  words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;

/** The option that was probably meant, or null when none is close. */
export function closest(word: string, options: Iterable<string>): string | null {
  // Numbers are not misspelt words.
  if (/^\d+$/.test(word)) return null;
  // Two letters that changed places count as two edits.
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length * 0.4));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const option of options) {
    const edits = distance(word.toLowerCase(), option.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [option, edits];
  }
  return best;
}
