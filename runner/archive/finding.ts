/** What is wrong with an archive. */
import { visibleText } from '../util/visible-text.ts';

export interface Finding {
  /** Path in the archive; null for the file itself. */
  readonly path: string | null;
  /** What was expected and what was found, or what it is. */
  readonly text: string;
}

export const wrong = (path: string | null, text: string): Finding => ({ path, text });

/** One line. */
export const findingText = (file: string, { path, text }: Finding): string =>
  visibleText(`${path ?? file}: ${text}`);
