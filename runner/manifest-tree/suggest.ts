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

/** Words that a message lists. */
const mostListed = 40;

/** Such as `one of search, train`; a single word stands for itself, and of very many the first are named. */
export function anyOf(words: readonly string[]): string {
  if (words.length === 1) return String(words[0]);
  const more = words.length - mostListed;
  const rest = more > 0 ? ` or ${more} more` : '';
  return `one of ${words.slice(0, mostListed).join(', ')}${rest}`;
}

/** Every word is compared with so many; nobody misspells one in a longer list, or a longer word. */
const [mostCompared, longestCompared] = [100, 64];

/** The option that was probably meant, or null when none is close. */
export function closest(word: string, options: Iterable<string>): string | null {
  // Numbers are not misspelt words.
  if (word.length > longestCompared || /^\d+$/.test(word)) return null;
  // Two letters that changed places count as two edits.
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length * 0.4));
  let best: string | null = null;
  let bestDistance = limit + 1;
  let compared = 0;
  for (const option of options) {
    compared += 1;
    if (compared > mostCompared) break;
    const edits = distance(word.toLowerCase(), option.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [option, edits];
  }
  return best;
}
