/** YAML 1.2 (core schema) to a tree with positions. */
import { Composer, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import type { MapNode } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Source } from '../manifest-tree/source.ts';
import { convertDocument, type Parsed } from './convert-yaml.ts';

export interface ParsedManifest {
  readonly root: MapNode | null;
  readonly problems: readonly ManifestProblem[];
}

/** Levels of maps and lists in each other; a manifest has about eight. */
const mostLevels = 64;

const options = {
  version: '1.2',
  schema: 'core',
  keepSourceTokens: false,
  prettyErrors: false,
  stringKeys: true,
  // Found while converting, where the first of two equal keys is at hand.
  uniqueKeys: false,
} as const;

/** `from` is where the YAML begins in the source; what precedes it is not YAML. */
export function parseYaml(source: Source, from = 0): Parsed {
  const text = source.text.slice(from);
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return { root: null, problems: [tooDeep(source, from + tokens.deepAt)] };
  const [document, second] = new Composer(options).compose(tokens, true, text.length);
  if (!document) return { root: null, problems: [] };
  const error = firstError(document);
  if (error) return { root: null, problems: [syntaxProblem(source, error, from)] };
  if (second)
    return { root: null, problems: [secondDocument(source, from + second.range[0], from + second.range[1])] };
  return convertDocument(document, source, from);
}

/**
 * The library reads tokens without recursion and makes values of them with it, so the depth is bounded in between: a
 * file of brackets would end the process.
 */
function tokensOf(text: string): Token[] | { readonly deepAt: number } {
  const parser = new Parser();
  const tokens: Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document itself is the first level.
    if (parser.stack.length > mostLevels + 1) return { deepAt: parser.offset - lexeme.length };
  }
  tokens.push(...parser.end());
  return tokens;
}

type Token = ReturnType<Parser['next']> extends Iterable<infer T> ? T : never;

function tooDeep(source: Source, at: number): ManifestProblem {
  const span = { source, start: at, end: at + 1 };
  const detail = { expected: `at most ${mostLevels} levels`, found: 'a deeper one here' };
  return problemAt(span, [], { reason: 'too-deep' }, detail);
}

function secondDocument(source: Source, start: number, end: number): ManifestProblem {
  const message = 'a second document begins here, but a file holds one manifest';
  return problemAt({ source, start, end }, [], { reason: 'yaml-syntax', message });
}

/** A file that holds a map; `root` is null when it does not, which is a problem then. */
export function parseManifest(source: Source): ParsedManifest {
  const { root, problems } = parseYaml(source);
  if (root?.kind === 'map') return { root, problems };
  if (!root) return { root, problems: problems.length > 0 ? problems : [emptyFile(source)] };
  const found = root.kind === 'list' ? 'a list' : 'a single value';
  const problem = problemAt(root.span, [], { reason: 'not-a-map' }, { expected: 'a map', found });
  return { root: null, problems: [...problems, problem] };
}

const emptyFile = ({ name }: Source): ManifestProblem => ({ reason: 'empty-file', file: name });

/** The errors after the first mostly follow from it. */
function firstError(document: Document): YAMLError | undefined {
  return [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])[0];
}

function syntaxProblem(source: Source, error: YAMLError, from: number): ManifestProblem {
  const [start, end] = [error.pos[0] + from, error.pos[1] + from];
  const tab = indentingTab(source.text, start);
  if (tab !== undefined) {
    const span = { source, start: tab, end: tab + 1 };
    return problemAt(span, [], { reason: 'tab-indentation' }, { expected: 'spaces', found: 'a tab' });
  }
  // What is missing at the very end is best shown behind the last thing that is there.
  const textEnd = Math.max(0, source.text.trimEnd().length - 1);
  const span = start > textEnd ? { source, start: textEnd, end: textEnd + 1 } : { source, start, end };
  return problemAt(span, [], { reason: 'yaml-syntax', message: ownMessages[error.code] ?? error.message });
}

/** Where the words of the library speak of its options. */
const ownMessages: Partial<Record<YAMLError['code'], string>> = {
  NON_STRING_KEY: 'a key must be a word or a text',
};

/** The tab in the indentation of the line around `at`: the cause of many an error that names something else. */
function indentingTab(text: string, at: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const tab = indentation.indexOf('\t');
  return tab < 0 ? undefined : lineStart + tab;
}
