/**
 * The package that a file of the bundle belongs to, such as `node_modules/a/node_modules/b`; undefined for a source of
 * the project. Folders before the first `node_modules` stay in the path: a package that lies among the sources, or above
 * the project, is not the project's package of that name.
 */
export function packagePath(file: string): string | undefined {
  const parts = file.split('/');
  const last = parts.lastIndexOf('node_modules');
  if (last < 0) return undefined;
  const length = parts[last + 1]?.startsWith('@') === true ? 3 : 2;
  return parts.slice(0, last + length).join('/');
}
