/** Whatever is written can be shown: control characters and direction overrides are refused wherever they stand. */
import type { Node, Path } from '../manifest-tree/node.ts';
import { type PlacedProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Span } from '../manifest-tree/source.ts';
import { invisibleCharacter } from '../util/visible-text.ts';

export function checkText(root: Node): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  collect(root, [], problems);
  return problems;
}

function collect(node: Node, path: Path, problems: PlacedProblem[]): void {
  switch (node.kind) {
    case 'scalar':
      if (typeof node.value === 'string') checkLine(node.value, node.span, path, problems);
      return;
    case 'list':
      for (const [i, item] of node.items.entries()) collect(item, [...path, String(i)], problems);
      return;
    case 'map':
      for (const [key, entry] of node.entries) {
        checkLine(key, entry.key, path, problems);
        collect(entry.value, [...path, key], problems);
      }
      return;
    default:
      node satisfies never;
  }
}

/** Line feeds and tabs are visible enough; where a text must be one line, the schema says so. */
function checkLine(text: string, span: Span, path: Path, problems: PlacedProblem[]): void {
  const character = invisibleCharacter(text.replaceAll(/[\n\t]/g, ' '));
  if (character === undefined) return;
  const detail = { expected: 'visible characters', found: character };
  problems.push(problemAt(span, path, { reason: 'control-character', character }, detail));
}
