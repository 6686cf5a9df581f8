/**
 * The few keys of a manifest that a list of manifests needs. Only the lines of those keys are parsed; all others are
 * blanked, so that positions stay true. A file that cannot be read this way is parsed whole.
 */
import { childOf, type Node } from '../manifest-tree/node.ts';
import type { Source } from '../manifest-tree/source.ts';
import { type ParsedManifest, parseManifest } from './parse-yaml.ts';

const wanted = ['id', 'title', 'extends', 'profiles'];

/** A tree with at least the wanted keys that the file has. */
export function quickRead(source: Source): ParsedManifest {
  const part = parseManifest({ ...source, text: blankOthers(source.text) });
  const usable = part.problems.length === 0 && part.root?.entries.has('id');
  return usable ? part : parseManifest(source);
}

/** A key at the margin begins a section, which lasts until the next line that is neither indented nor empty. */
function blankOthers(text: string): string {
  let keep = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^[^\s#]/.test(line)) keep = wanted.includes(/^([A-Za-z]+):/.exec(line)?.[1] ?? '');
      return keep ? line : '';
    })
    .join('\n');
}

export function textAt(root: Node, key: string): string | null {
  const node = childOf(root, key);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}
