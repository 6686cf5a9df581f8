/** The YAML library's tree to ours: aliases resolved, merge keys applied, every key unique. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';
import type { Entry, MapNode, Node, Path } from '../manifest-tree/node.ts';
import { pathText } from '../manifest-tree/node.ts';
import { type ManifestProblem, type PlacedReason, problemAt } from '../manifest-tree/problem.ts';
import { placeOf, type Source, type Span } from '../manifest-tree/source.ts';

export interface Parsed {
  /** Null when the text cannot be understood at all, or (without a problem) when it holds nothing. */
  readonly root: Node | null;
  readonly problems: readonly ManifestProblem[];
}

/** No manifest is near it; a file whose aliases multiply each other soon is. */
const maxValues = 20_000;

const coreTag = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

export function convertDocument(document: Document, source: Source, from: number): Parsed {
  const conversion = new Conversion(source, from);
  const root = document.contents ? conversion.convert(document.contents as ParsedNode, []) : null;
  // What unfolds without bound is not worth a second look.
  const tooLarge = conversion.problems.find(({ reason }) => reason === 'too-large');
  return tooLarge ? { root: null, problems: [tooLarge] } : { root, problems: conversion.problems };
}

class Conversion {
  readonly problems: ManifestProblem[] = [];
  readonly #source: Source;
  readonly #from: number;
  /** Anchor to what it names; null while that is being converted. */
  readonly #anchors = new Map<string, Node | null>();
  /** Values below each node, aliases counted as often as they are used. */
  readonly #sizes = new Map<Node, number>();
  /** Entries that merge keys have brought in so far. */
  #merged = 0;

  constructor(source: Source, from: number) {
    this.#source = source;
    this.#from = from;
  }

  convert(yaml: ParsedNode, path: Path): Node {
    if (isAlias(yaml)) return this.#resolveAlias(yaml.source, this.#span(yaml), path);
    if (yaml.anchor) this.#anchors.set(yaml.anchor, null);
    const node = this.#isPlain(yaml, path) ? this.#convertContent(yaml, path) : nothingAt(this.#span(yaml));
    if (yaml.anchor) this.#anchors.set(yaml.anchor, node);
    return node;
  }

  /** Whether its tag, if it has one, is one of the core schema. */
  #isPlain(yaml: ParsedNode, path: Path): boolean {
    if (yaml.tag === undefined || coreTag.test(yaml.tag)) return true;
    const message = `a manifest has no values with the tag ${yaml.tag}`;
    this.#report(this.#span(yaml), path, { reason: 'yaml-syntax', message });
    return false;
  }

  #convertContent(yaml: ParsedNode, path: Path): Node {
    const span = this.#span(yaml);
    const length = isMap(yaml) || isSeq(yaml) ? yaml.items.length : 0;
    if (length > maxValues) return this.#tooLarge(length, span, path);
    if (isMap(yaml)) return this.#convertMap(yaml as YAMLMap.Parsed, path, span);
    if (isSeq(yaml)) {
      const items = yaml.items.map((item, i) => this.convert(item as ParsedNode, [...path, String(i)]));
      return this.#measured({ kind: 'list', items, span }, items, path);
    }
    return { kind: 'scalar', value: isScalar(yaml) ? scalarValue(yaml.value) : null, span };
  }

  #convertMap(yaml: YAMLMap.Parsed, path: Path, span: Span): Node {
    const entries = new Map<string, Entry>();
    const merged: MapNode[] = [];
    for (const pair of yaml.items) {
      const keySpan = this.#span(pair.key);
      const key = isScalar(pair.key) ? String(pair.key.value ?? '') : '';
      if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        merged.push(...this.#mergeSources(pair, keySpan, [...path, key]));
        continue;
      }
      const first = entries.get(key);
      if (first) this.#reportDuplicate(keySpan, [...path, key], first.key);
      else entries.set(key, { key: keySpan, value: this.#pairValue(pair, keySpan, [...path, key]) });
    }
    for (const source of merged) {
      this.#merged += source.entries.size;
      if (this.#merged > maxValues) {
        this.#report(span, path, { reason: 'too-large' });
        break;
      }
      for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return this.#measured(
      { kind: 'map', entries, span },
      [...entries.values()].map((e) => e.value),
      path,
    );
  }

  /** The maps after `<<`; the first that has a key wins, and the keys of the map itself win over all. */
  #mergeSources(pair: Pair<ParsedNode, ParsedNode | null>, keySpan: Span, path: Path): MapNode[] {
    const value = this.#pairValue(pair, keySpan, path);
    const sources = value.kind === 'list' ? value.items : [value];
    const maps = sources.filter((source) => source.kind === 'map');
    if (maps.length < sources.length) {
      const detail = { expected: 'an alias of a map or a list of such aliases' };
      this.problems.push(problemAt(keySpan, path, { reason: 'wrong-value' }, detail));
    }
    return maps;
  }

  #pairValue(pair: Pair<ParsedNode, ParsedNode | null>, keySpan: Span, path: Path): Node {
    if (pair.value) return this.convert(pair.value, path);
    return nothingAt({ ...keySpan, start: keySpan.end });
  }

  #resolveAlias(name: string, span: Span, path: Path): Node {
    const node = this.#anchors.get(name);
    if (node) return node;
    this.#report(span, path, { reason: node === null ? 'recursive-anchor' : 'unknown-anchor', name });
    return nothingAt(span);
  }

  #measured(node: Node, children: readonly Node[], path: Path): Node {
    const size = children.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1);
    if (size > maxValues) return this.#tooLarge(size, node.span, path);
    this.#sizes.set(node, size);
    return node;
  }

  #tooLarge(size: number, span: Span, path: Path): Node {
    const detail = { expected: `at most ${maxValues} values`, found: `${size} here` };
    this.problems.push(problemAt(span, path, { reason: 'too-large' }, detail));
    return nothingAt(span);
  }

  #reportDuplicate(span: Span, path: Path, first: Span): void {
    const found = `it again (first on line ${placeOf(first).line})`;
    const reason = { reason: 'duplicate-key', key: path.at(-1) ?? '' } as const;
    const parent = pathText(path.slice(0, -1));
    this.problems.push(
      problemAt(span, path, reason, { expected: `each key once in ${parent || 'the manifest'}`, found }),
    );
  }

  #report(span: Span, path: Path, reason: PlacedReason): void {
    this.problems.push(problemAt(span, path, reason));
  }

  #span(yaml: ParsedNode): Span {
    const [start, end] = yaml.range;
    return { source: this.#source, start: start + this.#from, end: end + this.#from };
  }
}

/** Stands for a value that is absent or could not be read. */
const nothingAt = (span: Span): Node => ({ kind: 'scalar', value: null, span });

/** A negative zero equals zero but has no canonical form. */
function scalarValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
