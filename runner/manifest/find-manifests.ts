/** The manifests of a project, without checking what is in them. */
import { posix } from 'node:path';
import { childOf, type Node } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import { manifestFiles } from './manifest-files.ts';
import { mostFiles } from './merged.ts';
import type { ParsedManifest } from './parse-yaml.ts';
import { quickRead, textAt } from './quick-read.ts';
import { profileNames } from './read-overrides.ts';
import { readSource } from './read-source.ts';

export interface FoundManifest {
  /** Null when the file gives none that can be read. */
  readonly id: string | null;
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly title: string | null;
  /** In the order of the file, those of the manifest it extends first. */
  readonly profiles: readonly string[];
  /** Why the file cannot be listed properly. That there is none does not mean that the manifest is valid. */
  readonly problems: readonly ManifestProblem[];
}

/** All of `manifests/**` below the root, sorted by file; none when there is no such folder. */
export function findManifests(root: string): FoundManifest[] {
  return readAll(root, manifestFiles(root));
}

/** Those of them that may have this id: all whose text names it, or could spell it with escapes. */
export function manifestsNaming(root: string, id: string): FoundManifest[] {
  // Not as a part of a longer name.
  const whole = new RegExp(`(?<![\\w@+.-])${id.replace(/[^\w]/g, '\\$&')}(?![\\w@+-])`);
  const mayName = (file: string): boolean => {
    const source = readSource(posix.join(root, file), file);
    return !source.ok || whole.test(source.value.text) || source.value.text.includes('\\');
  };
  return readAll(root, manifestFiles(root).filter(mayName));
}

function readAll(root: string, files: readonly string[]): FoundManifest[] {
  const trees: Trees = new Map();
  return withDuplicates(files.map((file) => readEntry(root, file, [], trees)));
}

/** Files that were read, since many manifests may extend one. */
type Trees = Map<string, ParsedManifest>;

type Entry = FoundManifest & { readonly tree: Node | null };

/** `above`: the files that led here by `extends`. */
function readEntry(root: string, file: string, above: readonly string[], trees: Trees): Entry {
  const { root: tree, problems } = trees.get(file) ?? readTree(root, file);
  trees.set(file, { root: tree, problems });
  if (!tree) return unreadable(file, problems);
  const base = readBase(root, file, tree, above, trees);
  return {
    id: textAt(tree, 'id'),
    file,
    title: textAt(tree, 'title') ?? base?.title ?? null,
    profiles: [...new Set([...(base?.profiles ?? []), ...profileNames(tree)])],
    problems,
    tree,
  };
}

function readTree(root: string, file: string): ParsedManifest {
  const source = readSource(posix.join(root, file), file);
  return source.ok ? quickRead(source.value) : { root: null, problems: source.failures };
}

const unreadable = (file: string, problems: readonly ManifestProblem[]): Entry => ({
  id: null,
  file,
  title: null,
  profiles: [],
  problems,
  tree: null,
});

/** A base that is missing, extends itself or is too far is for the check of the manifest to report. */
function readBase(
  root: string,
  file: string,
  tree: Node,
  above: readonly string[],
  trees: Trees,
): Entry | null {
  const extended = above.length + 1 < mostFiles ? textAt(tree, 'extends') : null;
  const base = extended && posix.join(posix.dirname(file), extended);
  return base && base !== file && !above.includes(base)
    ? readEntry(root, base, [...above, file], trees)
    : null;
}

/** An id names one manifest; each further file with it says so. */
function withDuplicates(entries: readonly Entry[]): FoundManifest[] {
  const firsts = new Map<string, string>();
  return entries.map(({ tree, ...entry }) => {
    const first = entry.id === null ? undefined : firsts.get(entry.id);
    if (entry.id !== null && first === undefined) firsts.set(entry.id, entry.file);
    const span = tree && childOf(tree, 'id')?.span;
    if (first === undefined || entry.id === null || !span) return entry;
    const detail = {
      expected: 'an id that no other manifest has',
      found: `"${entry.id}", the id of ${first}`,
    };
    const problem = problemAt(span, ['id'], { reason: 'duplicate-id', id: entry.id }, detail);
    return { ...entry, problems: [...entry.problems, problem] };
  });
}
