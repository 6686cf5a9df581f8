/**
 * Patterns of paths: `*` and `?` stand for characters of one part, `**` for any number of parts. Everything else is itself.
 */

export const matchesPattern = (path: string, pattern: string): boolean => expressionOf(pattern).test(path);

const known = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  const source = pattern
    .split('/')
    .map((part, i, parts) =>
      part === '**'
        ? i === parts.length - 1
          ? '.+'
          : '(?:[^/]+/)*'
        : `${partOf(part)}${i === parts.length - 1 ? '' : '/'}`,
    )
    .join('');
  const made = new RegExp(`^${source}$`);
  known.set(pattern, made);
  return made;
}

const partOf = (part: string): string =>
  part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]');
