/** Overrides from the two places that have them: `--set path=value`, and the profiles of a manifest. */
import { childOf, type Node, nodeAt } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Source, Span } from '../manifest-tree/source.ts';
import type { Override } from './override.ts';
import { parseYaml } from './parse-yaml.ts';

export interface ParsedSet {
  readonly override: Override | null;
  readonly problems: readonly ManifestProblem[];
}

export const setOption = (text: string): string => `--set ${text}`;

export const profileOption = (name: string): string => `--profile ${name}`;

/** The value is YAML, so `true`, `3` and `[1, 2]` mean what they mean in a file. */
export function parseSet(text: string): ParsedSet {
  const source: Source = { name: setOption(text), text };
  const equals = text.indexOf('=');
  if (equals <= 0) {
    const span = { source, start: 0, end: text.length };
    const detail = { expected: 'a dotted path, =, and a value', found: JSON.stringify(text) };
    return { override: null, problems: [problemAt(span, [], { reason: 'bad-override' }, detail)] };
  }
  const path: Span = { source, start: 0, end: equals };
  const empty: Span = { source, start: equals, end: equals + 1 };
  const { root, problems } = parseYaml(source, equals + 1);
  if (!root && problems.length > 0) return { override: null, problems };
  return { override: { path, value: root ?? { kind: 'scalar', value: null, span: empty } }, problems };
}

/** The overrides of one profile; none when it has not the shape of a profile, which the schema reports. */
export function profileOverrides(root: Node, name: string): Override[] {
  const profile = nodeAt(root, ['profiles', name]);
  if (profile?.kind !== 'map') return [];
  return [...profile.entries.values()].map(({ key, value }) => ({ path: unquoted(key), value }));
}

export function profileNames(root: Node): string[] {
  const profiles = childOf(root, 'profiles');
  return profiles?.kind === 'map' ? [...profiles.entries.keys()] : [];
}

/** Where a key is written, without its quotes. */
export function unquoted(span: Span): Span {
  const quoted = /^(["']).*\1$/.test(span.source.text.slice(span.start, span.end));
  return quoted ? { ...span, start: span.start + 1, end: span.end - 1 } : span;
}
