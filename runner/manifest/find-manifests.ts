/** The manifests of a project, without checking what is in them. */
import { posix } from 'node:path';
import { manifestFiles } from './manifest-files.ts';
import { mostFiles } from './merged.ts';
import { childOf, type Node } from './node.ts';
import { type ManifestProblem, problemAt } from './problem.ts';
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
  const found = manifestFiles(root).map((file) => readEntry(root, file, []));
  return withDuplicates(found);
}

type Entry = FoundManifest & { readonly tree: Node | null };

/** `above`: the files that led here by `extends`. */
function readEntry(root: string, file: string, above: readonly string[]): Entry {
  const source = readSource(posix.join(root, file), file);
  if (!source.ok) return unreadable(file, source.failures);
  const { root: tree, problems } = quickRead(source.value);
  if (!tree) return unreadable(file, problems);
  const base = readBase(root, file, tree, above);
  return {
    id: textAt(tree, 'id'),
    file,
    title: textAt(tree, 'title') ?? base?.title ?? null,
    profiles: [...new Set([...(base?.profiles ?? []), ...profileNames(tree)])],
    problems,
    tree,
  };
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
function readBase(root: string, file: string, tree: Node, above: readonly string[]): Entry | null {
  const extended = above.length + 1 < mostFiles ? textAt(tree, 'extends') : null;
  const base = extended && posix.join(posix.dirname(file), extended);
  return base && base !== file && !above.includes(base) ? readEntry(root, base, [...above, file]) : null;
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
