/** The architecture of a command line: a JSON file, or a name. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import type { GivenArchitecture } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { errorCode } from '../util/system-error.ts';
import { type JsonNode, parseJson, plainValue } from './json-text.ts';
import { excerpt, fileErrorText } from './problem-text.ts';

export interface GivenFile {
  /** As a person in the current folder would type it. */
  readonly name: string;
  readonly text: string;
  readonly node: JsonNode;
}

export interface Given {
  readonly architecture: GivenArchitecture;
  /** The file it was read from; null for a name. */
  readonly file: GivenFile | null;
}

const mostBytes = 16 * 2 ** 20;

/** @returns a text that says what is wrong with the file */
export function readGiven(cwd: string, argument: string): Result<Given, string> {
  const path = resolve(cwd, argument);
  const isFile = existsSync(path) && statSync(path).isFile();
  const looksLikeFile = isFile || /[/\\]/.test(argument) || extname(argument) !== '';
  if (!looksLikeFile) return ok({ architecture: { name: argument }, file: null });
  const name = relative(cwd, path) || argument;
  const text = readText(path, name);
  if (!text.ok) return text;
  const parsed = parseJson(text.value);
  if (parsed.ok) {
    const file = { name, text: text.value, node: parsed.value };
    return ok({ architecture: { value: plainValue(parsed.value) }, file });
  }
  const [mistake] = parsed.failures;
  if (!mistake) throw new Error('Internal error: a mistake without a place');
  const { at, expected, found } = mistake;
  return fail(
    `${excerpt({ name, text: text.value }, at, 'not valid JSON')}expected ${expected}, found ${found}\n`,
  );
}

function readText(path: string, name: string): Result<string, string> {
  try {
    if (statSync(path).size > mostBytes) {
      return fail(fileErrorText(name, `expected at most ${mostBytes} bytes, found ${statSync(path).size}`));
    }
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return fail(fileErrorText(name, 'expected a JSON file, found nothing there'));
    if (code === 'EISDIR') return fail(fileErrorText(name, 'expected a JSON file, found a folder'));
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return fail(fileErrorText(name, 'expected UTF-8 text, found other bytes'));
    }
    return fail(fileErrorText(name, `expected a JSON file that can be read, found ${code ?? String(error)}`));
  }
}
