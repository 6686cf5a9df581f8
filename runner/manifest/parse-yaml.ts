/** YAML 1.2 (core schema) to a tree with positions. */
import { type Document, parseDocument, type YAMLError } from 'yaml';
import { convertDocument, type Parsed } from './convert-yaml.ts';
import type { MapNode } from './node.ts';
import { type ManifestProblem, problemAt } from './problem.ts';
import type { Source } from './source.ts';

export interface ParsedManifest {
  readonly root: MapNode | null;
  readonly problems: readonly ManifestProblem[];
}

/** `from` is where the YAML begins in the source; what precedes it is not YAML. */
export function parseYaml(source: Source, from = 0): Parsed {
  const document = parseDocument(source.text.slice(from), {
    version: '1.2',
    schema: 'core',
    keepSourceTokens: false,
    // Below this level a second document would go unnoticed.
    logLevel: 'error',
    prettyErrors: false,
    stringKeys: true,
    // Found while converting, where the first of two equal keys is at hand.
    uniqueKeys: false,
  });
  const error = firstError(document);
  if (error) return { root: null, problems: [syntaxProblem(source, error, from)] };
  return convertDocument(document, source, from);
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
  const [start, end] = error.pos.map((at) => at + from) as [number, number];
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
  MULTIPLE_DOCS: 'a second document begins here, but a file holds one manifest',
  NON_STRING_KEY: 'a key must be a word or a text',
};

/** The tab in the indentation of the line around `at`: the cause of many an error that names something else. */
function indentingTab(text: string, at: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const tab = indentation.indexOf('\t');
  return tab < 0 ? undefined : lineStart + tab;
}
