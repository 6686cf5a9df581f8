/** A declared search space: what its parameters, cells and forbidden combinations say. */
import { declarationKeys, readDeclaration } from '../../schemas/declared-space/read-declaration.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { closest } from '../manifest-tree/suggest.ts';

export function checkSpace(view: ManifestView): ManifestProblem[] {
  const space = view.plain['space'];
  if (!isJsonObject(space)) return [];
  const declared = declarationKeys.find((key) => Object.hasOwn(space, key));
  if (Object.hasOwn(space, 'name')) {
    if (declared === undefined) return [];
    const detail = { expected: 'a name, or parameters and cells', found: `name and ${declared}` };
    const help = 'leave the name out: a declared space has none';
    return [view.atKey(['space', declared], { reason: 'bad-space', help }, detail)];
  }
  const read = readOnce(space);
  if (read.ok) return [];
  return read.failures.map(({ kind, path, expected, found, among, help }) => {
    const at = ['space', ...path.map(String)];
    const word = String(path.at(-1));
    const reason = { reason: 'bad-space', help: help ?? null } as const;
    const meant = kind === 'key' ? word : found.replace(/^"(.*)"$/, '$1');
    const detail = { expected, found, suggestion: among ? closest(meant, among) : null };
    return kind === 'key' ? view.atKey(at, reason, detail) : view.at(at, reason, detail);
  });
}

/** Whether a space is declared, well or not. */
export const isDeclared = (space: JsonObject): boolean =>
  !Object.hasOwn(space, 'name') && declarationKeys.some((key) => Object.hasOwn(space, key));

let last: { readonly text: string; readonly read: ReturnType<typeof readDeclaration> } | undefined;

/** A manifest is checked once for each value of its matrices and each profile, most of which leave the space alone. */
function readOnce(space: JsonObject): ReturnType<typeof readDeclaration> {
  const text = JSON.stringify(space);
  if (last?.text !== text) last = { text, read: readDeclaration(space) };
  return last.read;
}
