/** JSON as programs write it: Python's NaN and Infinity stand in it as bare words, which JSON does not know. */
import { fail, ok, type Result } from '../../../schemas/result.ts';

/** Longer ones are no measurements. */
const longest = 1024 * 1024;
const notFinite = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|-?\bNaN\b/g;

/** What is no finite number becomes null. @returns why not, as a clause */
export function parseOwnJson(text: string): Result<unknown, string> {
  if (text.length > longest) return fail(`expected at most ${longest} characters, found ${text.length}`);
  try {
    return ok(JSON.parse(withoutWords(text)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(
      text.trim() === '' ? 'expected JSON, found an empty text' : `expected JSON: ${error.message}`,
    );
  }
}

const withoutWords = (text: string): string =>
  /Infinity|NaN/.test(text)
    ? text.replace(notFinite, (found) => (found.startsWith('"') ? found : 'null'))
    : text;

/** JSON text of a value, cut. */
export function excerpt(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
