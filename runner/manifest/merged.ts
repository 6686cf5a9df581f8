/** Reads a manifest and the chain of those it extends, and merges them into one tree. */
import { posix } from 'node:path';
import { type MapNode, mergeNodes, type Node, valueSpan } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Span } from '../manifest-tree/source.ts';
import { type ParsedManifest, parseManifest } from './parse-yaml.ts';
import { readSource } from './read-source.ts';

export interface Merged {
  /** Null when one of the files cannot be understood. It has no key `extends`. */
  readonly root: MapNode | null;
  /** Every file that was read, the manifest itself first. */
  readonly files: readonly string[];
  readonly problems: readonly ManifestProblem[];
}

/** Files that were parsed before, by path, for whoever reads many manifests: several may extend one. */
export type ParsedFiles = Map<string, ParsedManifest>;

export function readMerged(file: string, parsed: ParsedFiles = new Map()): Merged {
  return readChain(file, [], parsed);
}

/** Files in a chain of manifests that extend each other. */
export const mostFiles = 8;

/** `above`: the files that led here, each extending the next. */
function readChain(file: string, above: readonly string[], parsed: ParsedFiles): Merged {
  const files = [file];
  const { root, problems } = parsed.get(file) ?? readFile(file);
  parsed.set(file, { root, problems });
  if (!root) return { root, files, problems };
  const base = readBase(root, file, above, parsed);
  if (!base) return { root: withoutExtends(root), files, problems };
  return {
    root: base.root && withoutExtends(mergeNodes(base.root, root)),
    files: [...files, ...base.files],
    problems: [...problems, ...ownId(root), ...base.problems],
  };
}

function readFile(file: string): ParsedManifest {
  const source = readSource(file);
  return source.ok ? parseManifest(source.value) : { root: null, problems: source.failures };
}

/** What the manifest extends; null when it extends nothing. */
function readBase(root: MapNode, file: string, above: readonly string[], parsed: ParsedFiles): Merged | null {
  const entry = root.entries.get('extends');
  if (!entry) return null;
  const { value } = entry;
  const span = valueSpan(root, ['extends']) ?? entry.key;
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || !value.value.endsWith('.yaml')) {
    return failed(span, { reason: 'wrong-value' }, 'the path of a .yaml file');
  }
  const base = posix.join(posix.dirname(file), value.value);
  const chain = [...above, file];
  const again = chain.findIndex((name) => posix.normalize(name) === base);
  if (again >= 0) return failed(span, { reason: 'extends-cycle', files: [...chain.slice(again), base] });
  if (chain.length >= mostFiles) return tooFar(span, chain);
  const merged = readChain(base, chain, parsed);
  const unreadable = merged.problems.some((p) => p.reason === 'cannot-read' && p.file === base);
  return unreadable ? failed(span, { reason: 'cannot-extend', base }, 'a file that can be read') : merged;
}

function tooFar(span: Span, files: readonly string[]): Merged {
  const detail = { expected: `at most ${mostFiles} files`, found: `${[...files, '…'].join(' -> ')}` };
  const problem = problemAt(span, ['extends'], { reason: 'extends-too-far', files }, detail);
  return { root: null, files: [], problems: [problem] };
}

type ExtendsReason = Parameters<typeof problemAt>[2];

function failed(span: Span, reason: ExtendsReason, expected?: string): Merged {
  const problem = problemAt(span, ['extends'], reason, expected === undefined ? {} : { expected });
  return { root: null, files: [], problems: [problem] };
}

/** With the id of its base, a manifest would stand for another experiment. */
function ownId(root: MapNode): ManifestProblem[] {
  if (root.entries.has('id')) return [];
  const span = root.entries.get('extends')?.key ?? root.span;
  const reason = { reason: 'missing-key', key: 'id' } as const;
  return [problemAt(span, ['id'], reason, { expected: 'an id of its own, besides that of its base' })];
}

function withoutExtends(node: Node): MapNode | null {
  if (node.kind !== 'map') return null;
  const entries = new Map(node.entries);
  entries.delete('extends');
  return { ...node, entries };
}
