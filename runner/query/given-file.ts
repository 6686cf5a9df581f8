/** The architecture of a command line: a file with JSON or a Python genotype, such a text itself, or a name. */
import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import type { GivenArchitecture } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { readRegularFile, type UnreadableFile, unreadableText } from '../util/regular-file.ts';
import { type JsonNode, parseJson, plainValue } from './json-text.ts';
import { excerpt, fileErrorText } from './problem-text.ts';
import { looksLikePython, parsePython } from './python-text.ts';

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
  if (/^\s*\{/.test(argument) || looksLikePython(argument)) return parseGiven('<architecture>', argument);
  const path = resolve(cwd, argument);
  if (!isThere(path) && !/[/\\]/.test(argument) && extname(argument) === '') {
    return ok({ architecture: { name: argument }, file: null });
  }
  const name = relative(cwd, path) || argument;
  const text = readText(path, name);
  return text.ok ? parseGiven(name, text.value) : text;
}

/** @param name how messages call the text. */
export function parseGiven(name: string, text: string): Result<Given, string> {
  const isPython = looksLikePython(text);
  const parsed = isPython ? parsePython(text) : parseJson(text);
  if (parsed.ok) {
    const file = { name, text, node: parsed.value };
    return ok({ architecture: { value: plainValue(parsed.value) }, file });
  }
  const [mistake] = parsed.failures;
  if (!mistake) throw new Error('Internal error: a mistake without a place');
  const { at, expected, found } = mistake;
  const what = isPython ? 'not a genotype as Python prints it' : 'not valid JSON';
  return fail(`${excerpt({ name, text }, at, what)}expected ${expected}, found ${found}\n`);
}

/** A name may also be that of a folder, which is not meant then. */
function isThere(path: string): boolean {
  const state = statSync(path, { throwIfNoEntry: false });
  return state !== undefined && !state.isDirectory();
}

function readText(path: string, name: string): Result<string, string> {
  const bytes = readRegularFile(path, mostBytes);
  if (!bytes.ok) {
    return fail(
      ...bytes.failures.map((why) => fileErrorText(name, `expected a JSON file, found ${foundText(why)}`)),
    );
  }
  if (!isUtf8(bytes.value)) return fail(fileErrorText(name, 'expected UTF-8 text, found other bytes'));
  return ok(bytes.value.toString('utf8'));
}

const foundText = (why: UnreadableFile): string =>
  why.reason === 'system' && why.code === 'ENOENT' ? 'nothing there' : unreadableText(why);
