/** Visits every value of nested maps that is no map itself, with its dotted path; lists are whole values. */
export function eachLeaf(value: unknown, visit: (path: string, value: unknown) => void, path = ''): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    visit(path, value);
    return;
  }
  for (const [key, item] of Object.entries(value))
    eachLeaf(item, visit, path === '' ? key : `${path}.${key}`);
}
