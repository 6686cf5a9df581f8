/**
 * Text from outside, made safe to show. Control characters would move the cursor, change colours or end a line, and
 * direction overrides would make a line read otherwise than it is; both are shown as escapes.
 */

/** Controls, line and paragraph separators, direction overrides and isolates, halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const invisibleButLines = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

const short: Readonly<Record<string, string | undefined>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Such as `\r` or `\u001b`, the form that JSON has, so that JSON text with it stays JSON. */
const escaped = (character: string): string =>
  short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** For a single line: a name, a title, an excerpt of a file. */
export const visibleText = (text: string): string => text.replace(invisible, escaped);

/** For text of several lines: line feeds and tabs stay. */
export const visibleLines = (text: string): string => text.replace(invisibleButLines, escaped);

/** For a line with something underlined: each character keeps its column, and tabs stay. */
export const visibleInPlace = (text: string): string => text.replace(invisibleButLines, '\ufffd');

/** The first character that a line of text may not have, as its code point; undefined when there is none. */
export function invisibleCharacter(text: string): string | undefined {
  invisible.lastIndex = 0;
  const found = invisible.exec(text)?.[0];
  return found && `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
