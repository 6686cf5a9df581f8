/**
 * The package that a file of the bundle belongs to, such as `node_modules/a/node_modules/b`; undefined for a source of
 * the project. Folders before the first `node_modules` do not count: they may be those of another checkout.
 */
export function packagePath(file: string): string | undefined {
  const [, path] = /^(?:.*?\/)?((?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+(?:[^/].*)?)$/.exec(file) ?? [];
  if (path === undefined) return undefined;
  const parts = path.split('/');
  const last = parts.lastIndexOf('node_modules');
  const length = parts[last + 1]?.startsWith('@') === true ? 3 : 2;
  return parts.slice(parts.indexOf('node_modules'), last + length).join('/');
}
