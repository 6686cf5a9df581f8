/** Addresses within the page: `#/` and words, each as it may stand in an address, so that a link to any view works again. */

/** The words of the address. */
export const wordsOf = (hash: string): readonly string[] =>
  hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((word) => word !== '')
    .map(decoded);

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

export const to = (...words: readonly string[]): string => `#/${words.map(encodeURIComponent).join('/')}`;

/** Words of an experiment's own views come behind its id and profile. */
export interface ExperimentName {
  readonly id: string;
  readonly profile: string;
}

export const toExperiment = ({ id, profile }: ExperimentName, ...words: readonly string[]): string =>
  to('e', id, profile, ...words);
